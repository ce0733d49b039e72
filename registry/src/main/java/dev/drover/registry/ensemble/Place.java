package dev.drover.registry.ensemble;

import java.net.InetAddress;

/**
 * A node that is declared a member.
 *
 * @param address where the other nodes reach it, an IPv4 or IPv6 address
 */
public record Place(String name, String address) {
    public Place {
        address = plain(address);
    }

    /** {@code HOST:PORT}, as ZooKeeper writes it. */
    String at(int port) {
        return bracketed(address) + ":" + port;
    }

    /** Whether it is an address, not a name. */
    static boolean isLiteral(String address) {
        try {
            return !plain(address).isEmpty();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** One spelling for each address. */
    static String plain(String address) {
        return InetAddress.ofLiteral(address).getHostAddress();
    }

    static String bracketed(String address) {
        return address.contains(":") ? "[" + address + "]" : address;
    }

    @Override
    public String toString() {
        return name + " (" + address + ")";
    }
}
