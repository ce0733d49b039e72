package dev.drover.registry.consul;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;

/**
 * Where Consul's API listens and who may pass. On loopback everybody may unless there is a token; anywhere else there must be one.
 *
 * @param token opens everything
 */
public record Door(InetSocketAddress address, Optional<String> token) {
    public Door {
        if (token.isEmpty() && !address.getAddress().isLoopbackAddress()) {
            throw new IllegalArgumentException(address + " is not loopback: a token is needed");
        }
    }

    /** In constant time, so that nothing is learnt from how long a wrong token takes. */
    boolean opens(String sent) {
        return token.isEmpty()
                || MessageDigest.isEqual(
                        sent.getBytes(StandardCharsets.UTF_8), token.get().getBytes(StandardCharsets.UTF_8));
    }

    /** Tokens stay out of every message. */
    @Override
    public String toString() {
        return "Door[" + address + "]";
    }
}
