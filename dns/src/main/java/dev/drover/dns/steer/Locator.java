package dev.drover.dns.steer;

import dev.drover.policy.steer.Client;
import java.net.InetAddress;

/** Says where addresses are. Asked by many threads. */
public interface Locator {
    /** The client with its place, as far as that is known. */
    Client locate(InetAddress address);

    /** Where nothing is known of any place. */
    static Locator none() {
        return Client::at;
    }
}
