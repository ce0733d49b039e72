package dev.drover.dns.rollover;

import dev.drover.dns.name.DnsName;
import dev.drover.dns.name.Rdata;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Servers of a zone above that show what a test says; those that it said nothing of are not reached. */
final class Parents implements Above {
    private final Map<InetSocketAddress, List<Rdata>> shown = new HashMap<>();
    private long ttl = 3600;
    private int asked;

    void show(InetSocketAddress server, Rdata... records) {
        shown.put(server, List.of(records));
    }

    void stop(InetSocketAddress server) {
        shown.remove(server);
    }

    void keep(long seconds) {
        ttl = seconds;
    }

    int asked() {
        return asked;
    }

    @Override
    public Answer ds(InetSocketAddress server, DnsName zone) throws IOException {
        asked++;
        List<Rdata> records = shown.get(server);
        if (records == null) {
            throw new IOException("Connection refused");
        }
        return new Answer(records, ttl);
    }
}
