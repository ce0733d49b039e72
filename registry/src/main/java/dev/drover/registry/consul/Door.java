package dev.drover.registry.consul;

import dev.drover.registry.access.Tokens;
import java.net.InetSocketAddress;

/** Where Consul's API listens and who may pass. On loopback everybody may unless there are tokens; anywhere else there must be some. */
public record Door(InetSocketAddress address, Tokens tokens) {
    public Door {
        if (!tokens.areAsked() && !address.getAddress().isLoopbackAddress()) {
            throw new IllegalArgumentException(address + " is not loopback: a token is needed");
        }
    }
}
