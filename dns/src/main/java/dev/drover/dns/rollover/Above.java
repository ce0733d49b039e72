package dev.drover.dns.rollover;

import dev.drover.dns.name.DnsName;
import dev.drover.dns.name.Rdata;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;

/** The servers of a zone above: they are asked for DS records. */
@FunctionalInterface
public interface Above {
    /**
     * What one server has. Blocks, for a bounded time.
     *
     * @throws IOException if it is not reached, or answers anything but what it has, in words
     */
    Answer ds(InetSocketAddress server, DnsName zone) throws IOException;

    /**
     * The DS records of a zone, as one server that answers for the zone above has them.
     *
     * @param ttl in seconds
     */
    record Answer(List<Rdata> records, long ttl) {
        public Answer {
            records = List.copyOf(records);
        }
    }
}
