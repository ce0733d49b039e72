package dev.drover.gateway.exchange;

import dev.drover.model.Network;
import java.net.InetAddress;
import java.util.List;

/**
 * A listener as its connections see it. It lives as long as its address is listened on; what a new model says of it takes effect
 * for new connections.
 */
public final class Door {
    private final String name;
    private volatile Settings settings;

    /** What a model says of a listener. */
    public record Settings(List<Network> trusted) {
        public Settings {
            trusted = List.copyOf(trusted);
        }

        boolean trusts(InetAddress peer) {
            for (Network network : trusted) {
                if (network.contains(peer)) {
                    return true;
                }
            }
            return false;
        }
    }

    public Door(String name, Settings settings) {
        this.name = name;
        this.settings = settings;
    }

    public String name() {
        return name;
    }

    public Settings settings() {
        return settings;
    }

    /** Called from any thread. */
    public void settings(Settings newer) {
        settings = newer;
    }
}
