package dev.drover.gateway.route;

import java.net.InetAddress;
import java.util.List;

/**
 * Shares of clients by weight. A client's address falls on a fixed point between 0 and 1, the services lie beside each other in the
 * order of the file: a client changes sides only if the border moves over its point, so that 95:5 to 90:10 moves one client in
 * twenty and no other.
 */
public final class Split {
    private final int[] services;
    private final long[] upTo;

    /**
     * Weights that are not all zero.
     *
     * @param services places of the services in the model
     */
    Split(List<Integer> services, List<Integer> weights) {
        this.services = services.stream().mapToInt(Integer::intValue).toArray();
        this.upTo = new long[services.size()];
        long total = 0;
        for (int i = 0; i < upTo.length; i++) {
            total += weights.get(i);
            upTo[i] = total;
        }
    }

    public int pick(InetAddress client) {
        long total = upTo[upTo.length - 1];
        long point = Math.unsignedMultiplyHigh(point(client), total);
        int i = 0;
        while (point >= upTo[i]) {
            i++;
        }
        return services[i];
    }

    /** The finisher of MurmurHash3 over FNV-1a of the address's bytes: even neighbours lie far apart. */
    private static long point(InetAddress client) {
        long hash = 0xcbf29ce484222325L;
        if (client instanceof java.net.Inet4Address) {
            hash = (hash ^ client.hashCode()) * 0x100000001b3L;
        } else {
            for (byte one : client.getAddress()) {
                hash = (hash ^ (one & 0xff)) * 0x100000001b3L;
            }
        }
        hash = (hash ^ hash >>> 33) * 0xff51afd7ed558ccdL;
        hash = (hash ^ hash >>> 33) * 0xc4ceb9fe1a85ec53L;
        return hash ^ hash >>> 33;
    }
}
