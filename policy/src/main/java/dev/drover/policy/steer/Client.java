package dev.drover.policy.steer;

import java.net.InetAddress;
import java.util.Optional;

/**
 * Who asks, or for whom it is asked.
 *
 * @param address of the client, or of its network with zeros behind
 * @param place where that is; empty where nobody knows
 * @param placeBits bits of the address that {@code place} holds for: every address that begins with the same ones is there
 */
public record Client(InetAddress address, Optional<Place> place, int placeBits) {
    /** One of whom no more than the address is known. */
    public static Client at(InetAddress address) {
        return new Client(address, Optional.empty(), 0);
    }
}
