package dev.drover.dns.transfer;

import dev.drover.dns.name.DnsName;
import dev.drover.model.Network;
import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who may have a copy of a zone.
 *
 * @param networks of which one must hold the client; none means everywhere
 * @param keys of which one must have signed the query; none means that no signature is needed
 */
public record Access(List<Network> networks, Set<DnsName> keys) {
    /** Nobody. */
    public static final Access NOBODY = new Access(List.of(), Set.of());

    public Access {
        networks = List.copyOf(networks);
        keys = Set.copyOf(keys);
    }

    boolean allows(InetAddress client, @Nullable DnsName key) {
        boolean near = networks.isEmpty() || networks.stream().anyMatch(n -> n.contains(client));
        boolean known = keys.isEmpty() || (key != null && keys.contains(key));
        return near && known && !(networks.isEmpty() && keys.isEmpty());
    }
}
