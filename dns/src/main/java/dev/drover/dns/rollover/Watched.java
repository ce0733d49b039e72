package dev.drover.dns.rollover;

import dev.drover.dns.name.DnsName;
import dev.drover.dns.name.Rdata;
import dev.drover.dns.sign.SigningKey;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.IntFunction;

/**
 * A zone whose keys follow each other by themselves.
 *
 * @param first number of the key that is in use where nothing is known
 * @param parents servers of the zone above; none where the operator says what that has
 * @param keys by number
 */
public record Watched(
        DnsName zone, int first, Duration lifetime, List<InetSocketAddress> parents, IntFunction<SigningKey> keys) {
    public Watched {
        parents = List.copyOf(parents);
    }

    /** Asks all servers of the zone above for the DS record of a key. */
    Look look(Above above, int number) {
        SigningKey key = Objects.requireNonNull(keys.apply(number));
        Duration ttl = Duration.ZERO;
        String silent = "";
        String lacking = "";
        for (InetSocketAddress server : parents) {
            try {
                Above.Answer answer = above.ds(server, zone);
                List<Rdata> all = answer.records();
                if (lacking.isEmpty() && all.stream().noneMatch(ds -> key.isOf(zone, ds))) {
                    String what = all.isEmpty() ? "has no DS record" : "has other DS records than that of key ";
                    lacking = shown(server) + " " + what + (all.isEmpty() ? "" : key.tag());
                }
                Duration kept = Duration.ofSeconds(answer.ttl());
                ttl = kept.compareTo(ttl) > 0 ? kept : ttl;
            } catch (IOException e) {
                silent = shown(server) + ": " + e.getMessage();
            }
        }
        if (!lacking.isEmpty()) {
            return new Look.Lacking(lacking, ttl);
        }
        return silent.isEmpty() ? new Look.Shown(ttl) : new Look.Unknown(silent, ttl);
    }

    private static String shown(InetSocketAddress server) {
        String host = server.getAddress().getHostAddress();
        return server.getPort() == 53 ? host : host + ":" + server.getPort();
    }
}
