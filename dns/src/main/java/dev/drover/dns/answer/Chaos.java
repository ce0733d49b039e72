package dev.drover.dns.answer;

import dev.drover.dns.message.Query;
import dev.drover.dns.name.DnsName;
import dev.drover.dns.name.Rdata;
import dev.drover.dns.name.RecordSet;
import dev.drover.dns.name.RecordType;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What is told about the server itself in class CH (RFC 4892): its version and its identifier, each only if it is to be known. */
final class Chaos {
    private final Map<DnsName, Arena> texts = new HashMap<>();

    Chaos(Identity identity) {
        add("version.bind", identity.version());
        add("version.server", identity.version());
        add("id.server", identity.nsid());
        add("hostname.bind", identity.nsid());
    }

    private void add(String name, String text) {
        if (text.isEmpty()) {
            return;
        }
        DnsName owner = DnsName.parse(name);
        var data = new ByteArrayOutputStream();
        data.write(text.length());
        data.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
        var set = RecordSet.of(RecordType.TXT, 0, Rdata.of(data.toByteArray()));
        var reply = new Reply(0, true, List.of(new Reply.Entry(owner, set)), List.of(), List.of(), List.of());
        Template template = Rendering.of(reply, owner, Rendering.For.ONE);
        template.body[5] = Query.CLASS_CH;
        var arena = new Arena();
        arena.add(template);
        texts.put(owner, arena);
    }

    /** Where the message ends; 0 where nothing is told. */
    int answer(Query query, int room) {
        boolean text = query.type() == RecordType.TXT.number() || query.type() == RecordType.ANY.number();
        Arena arena = text ? texts.get(query.nameValue()) : null;
        return arena == null ? 0 : arena.copy(1, query, room);
    }
}
