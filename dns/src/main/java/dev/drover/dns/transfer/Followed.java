package dev.drover.dns.transfer;

import dev.drover.dns.name.DnsName;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A zone of another primary.
 *
 * @param primaries asked in turn
 * @param key that signs what is asked, and what comes; null for none
 */
public record Followed(
        DnsName origin,
        List<InetSocketAddress> primaries,
        @Nullable TransferKey key) {
    public Followed {
        primaries = List.copyOf(primaries);
    }
}
