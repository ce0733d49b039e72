package dev.drover.observe.counter.net;

import dev.drover.observe.capture.Content;
import dev.drover.observe.capture.Tree;
import dev.drover.observe.counter.Cursor;
import dev.drover.observe.counter.Group;
import dev.drover.observe.counter.Measured;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The hosts on the same links ({@code /proc/net/arp}), and which of them are gateways ({@code /proc/net/route}); IPv4.
 *
 * @param unanswered asked for and without an answer, a part of all
 * @param limit {@code gc_thresh3}; told in the first network namespace only
 */
public record Neighbours(long all, List<Neighbour> unanswered, Set<String> gateways, Measured<Long> limit) {
    public static final Group<Neighbours> GROUP = Group.files("/proc/net/arp", () -> Neighbours::read);

    private static final int MOST = 20_000;
    private static final int MOST_TOLD = 100;
    private static final int COMPLETE = 2;
    private static final int GATEWAY = 2;

    /** One host whose address on the link is not known. */
    public record Neighbour(String address, String device) {}

    private static Measured<Neighbours> read(Tree tree) {
        return Group.read(tree, "/proc/net/arp", Neighbours::parse).map(arp -> {
            Set<String> gateways =
                    tree.read("/proc/net/route") instanceof Content.Text(byte[] bytes) ? gateways(bytes) : Set.of();
            return new Neighbours(
                    arp.all,
                    arp.unanswered,
                    gateways,
                    Group.read(tree, "/proc/sys/net/ipv4/neigh/default/gc_thresh3", Cursor::only));
        });
    }

    /** {@code 192.0.2.1 0x1 0x2 02:fc:00:00:00:05 * eth0}: address, type, flags, address on the link, mask, device. */
    static Measured<Neighbours> parse(byte[] bytes) {
        var unanswered = new ArrayList<Neighbour>();
        var line = new Cursor(bytes);
        line.nextLine();
        long all = 0;
        for (; all < MOST && !line.atEnd(); all++) {
            String address = line.word();
            line.word();
            line.blanks();
            if (!line.skip("0x")) {
                return Measured.not("line " + (all + 2) + " is not understood");
            }
            boolean complete = (line.hex() & COMPLETE) != 0;
            line.word();
            line.word();
            if (!complete && unanswered.size() < MOST_TOLD) {
                unanswered.add(new Neighbour(address, line.word()));
            }
            line.nextLine();
        }
        return line.unlessBad(new Neighbours(all, List.copyOf(unanswered), Set.of(), Measured.not("not read")));
    }

    /** {@code eth0 00000000 010200C0 0003 ...}: device, destination, gateway, flags; addresses in little-endian order. */
    static Set<String> gateways(byte[] bytes) {
        var gateways = new HashSet<String>();
        var line = new Cursor(bytes);
        line.nextLine();
        for (int i = 0; i < MOST && !line.atEnd() && !line.bad(); i++) {
            line.word();
            line.hex();
            long gateway = line.hex();
            if ((line.hex() & GATEWAY) != 0 && !line.bad()) {
                gateways.add((gateway & 255) + "." + (gateway >> 8 & 255) + "." + (gateway >> 16 & 255) + "."
                        + (gateway >> 24 & 255));
            }
            line.nextLine();
        }
        return Set.copyOf(gateways);
    }
}
