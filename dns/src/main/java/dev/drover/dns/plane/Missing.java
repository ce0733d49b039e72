package dev.drover.dns.plane;

import dev.drover.dns.answer.Authority;
import dev.drover.dns.answer.Identity;
import dev.drover.dns.message.Query;
import dev.drover.dns.name.DnsName;

/** A zone that is ours to answer for and is not there: it has not come from its primary yet, is too old, or nodes have not agreed on its keys. */
record Missing(DnsName origin) implements Authority {
    @Override
    public int payload() {
        return Identity.SAFE_PAYLOAD;
    }

    @Override
    public int answer(Query query, int room, boolean stream) {
        return NOT_NOW;
    }
}
