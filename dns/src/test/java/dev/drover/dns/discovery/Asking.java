package dev.drover.dns.discovery;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.drover.dns.answer.Answers;
import dev.drover.dns.message.Query;
import dev.drover.model.Dns;
import dev.drover.model.read.ModelReader;
import dev.drover.model.read.Read;
import dev.drover.model.read.Sources;
import dev.drover.plane.Discovery;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/** Asks the discovery names of a catalog, without a network. */
final class Asking {
    private final Query query = new Query();
    private final Answers answers;
    private Discovery.Catalog catalog;
    private int id;

    /** @param settings as in a file, behind {@code discovery:} */
    Asking(Discovery.Catalog catalog, String settings) {
        this.catalog = catalog;
        var names = new DiscoveryNames(settings(settings), () -> this.catalog);
        answers = Answers.NONE.beside(names.authorities());
    }

    static Dns.Discovery settings(String text) {
        String yaml = "listen: {names: {protocol: dns, address: \"127.0.0.1:0\"}}\ndns: {discovery: " + text + "}\n";
        Read read =
                ModelReader.read(new Sources(Path.of("/etc/drover"), new LinkedHashMap<>(Map.of("drover.yaml", yaml))));
        return assertInstanceOf(Read.Sound.class, read, read.toString())
                .model()
                .dns()
                .orElseThrow()
                .discovery()
                .orElseThrow();
    }

    /** From now on this is the catalog. */
    void now(Discovery.Catalog newer) {
        catalog = newer;
    }

    Message udp(String name, int type) {
        return ask(name, type, 0, false);
    }

    Message edns(String name, int type, int payload) {
        return ask(name, type, payload, false);
    }

    Message tcp(String name, int type) {
        return ask(name, type, 0, true);
    }

    private Message ask(String name, int type, int payload, boolean stream) {
        try {
            Message message = Message.newQuery(Record.newRecord(Name.fromString(name), type, DClass.IN));
            message.getHeader().setID(++id & 0xffff);
            if (payload > 0) {
                message.addRecord(new org.xbill.DNS.OPTRecord(payload, 0, 0), Section.ADDITIONAL);
            }
            byte[] bytes = message.toWire();
            System.arraycopy(bytes, 0, query.bytes(), 0, bytes.length);
            int size = answers.answer(query, bytes.length, stream);
            return new Message(Arrays.copyOf(query.bytes(), size));
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }

    /** What a name is answered by a stream, data alone. */
    List<String> all(String name, int type) {
        return data(tcp(name, type), Section.ANSWER);
    }

    static List<String> data(Message message, int section) {
        return message.getSection(section).stream()
                .filter(r -> r.getType() != org.xbill.DNS.Type.OPT)
                .map(Record::rdataToString)
                .sorted()
                .toList();
    }
}
