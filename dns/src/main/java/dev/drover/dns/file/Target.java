package dev.drover.dns.file;

import dev.drover.dns.name.DnsName;
import dev.drover.dns.name.Rdata;
import dev.drover.dns.name.RecordType;
import java.util.Optional;

/** The name that a record leads to, where its type has one that clients go on with. */
final class Target {
    private Target() {}

    static Optional<DnsName> of(RecordType type, Rdata data) {
        int at = switch (type.number()) {
            case 2, 5 -> 0; // NS, CNAME
            case 15, 64, 65 -> 2; // MX, SVCB, HTTPS: behind a priority
            case 33 -> 6; // SRV: behind priority, weight, port
            default -> -1;
        };
        return at < 0 ? Optional.empty() : Optional.of(data.name(at));
    }
}
