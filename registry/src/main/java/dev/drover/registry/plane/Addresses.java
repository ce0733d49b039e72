package dev.drover.registry.plane;

import java.util.Map;
import java.util.regex.Pattern;

/** The tagged addresses of a node that has one: those that Consul's agents tell, and whose names clients make labels of. */
final class Addresses {
    private static final Pattern DOTTED = Pattern.compile("\\d+(\\.\\d+){3}");

    private Addresses() {}

    static Map<String, String> tagged(String address) {
        if (DOTTED.matcher(address).matches()) {
            return Map.of("lan", address, "lan_ipv4", address, "wan", address, "wan_ipv4", address);
        }
        return address.indexOf(':') >= 0
                ? Map.of("lan", address, "lan_ipv6", address, "wan", address, "wan_ipv6", address)
                : Map.of("lan", address, "wan", address);
    }
}
