package dev.drover.registry.plane;

import dev.drover.model.Spelling;
import dev.drover.plane.Discovery.At;
import dev.drover.registry.entry.Node;
import dev.drover.registry.entry.Service;
import dev.drover.registry.state.State;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who is at which address; made when it is first asked for, and anew only after somebody came, went or moved. */
final class AddressBook {
    private volatile @Nullable Page page;

    private record Page(long index, Map<String, At> at) {}

    /** @param index what changes whenever an address does */
    Optional<At> at(State state, long index, String address) {
        Page known = page;
        if (known == null || known.index != index) {
            known = new Page(index, read(state));
            page = known;
        }
        return Optional.ofNullable(known.at.get(address));
    }

    private static Map<String, At> read(State state) {
        var all = new HashMap<String, At>();
        for (Node node : state.nodes()) {
            put(all, node.address(), new At(true, node.name()));
        }
        for (Service service : state.services()) {
            put(all, service.address(), new At(false, service.name()));
        }
        return all;
    }

    private static void put(Map<String, At> all, String address, At at) {
        if (address.isEmpty() || (Character.digit(address.charAt(0), 16) < 0 && address.charAt(0) != ':')) {
            return;
        }
        try {
            all.putIfAbsent(Spelling.of(InetAddress.ofLiteral(address)), at);
        } catch (IllegalArgumentException host) {
            // A name has no reverse of its own.
        }
    }
}
