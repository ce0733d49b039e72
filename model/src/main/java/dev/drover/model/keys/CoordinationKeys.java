package dev.drover.model.keys;

import dev.drover.model.Coordination;
import dev.drover.model.Coordination.Ports;
import dev.drover.model.Instances;
import dev.drover.model.Secret;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Keys of where the order of the registry's writes is kept. */
final class CoordinationKeys {
    /** Shorter ones can be found by trying, by whoever reaches a member. */
    private static final int SHORTEST_SECRET = 32;

    private static final String SECRET_FIX = "secret: {file: registry.secret}, the same on each node, made by"
            + " openssl rand -hex 32 > registry.secret";

    static final Key<List<String>> ENSEMBLE = Key.<List<String>>optional(
                    "ensemble",
                    Listed.oneOrMore(Words.nameOf("a node")).distinct(),
                    "Nodes that keep the registry together, those of each site one of their own: more than half of them must be"
                            + " up for anything to be written there. The first of a site founds it. All other nodes of that site"
                            + " connect to them.")
            .orElse(List.of(), "none: each node for itself");
    static final Key<List<Instances.Address>> CONNECT = Key.<List<Instances.Address>>optional(
                    "connect",
                    Listed.oneOrMore(Addresses.HOST_PORT).distinct(),
                    "Servers of an ensemble of ZooKeeper that exists, in place of one of Drover's own.")
            .orElse(List.of(), "none");
    static final Key<Secret> SECRET = Key.optional(
            "secret",
            Words.SECRET,
            "What all nodes have in common and nobody else knows, 32 characters or more drawn at random. From it come the"
                    + " certificates for TLS to members and among them, and what opens the entries in ZooKeeper.");

    private static final Key<Integer> CLIENTS = port("clients", Ports.DEFAULT.clients(), "For all nodes of the site.");
    private static final Key<Integer> MEMBERS = port("members", Ports.DEFAULT.members(), "For members that follow.");
    private static final Key<Integer> ELECTION =
            port("election", Ports.DEFAULT.election(), "For members that look for a leader.");
    private static final Key<Integer> SITES = port(
            "sites",
            Ports.DEFAULT.sites(),
            "For nodes of other sites, where nodes stand at several: there each node that has an address listens.");

    static final Key<Ports> PORTS = Key.<Ports>optional(
                    "ports",
                    Keyed.of("the ports of members", CoordinationKeys::ports, CLIENTS, MEMBERS, ELECTION, SITES),
                    "Where each member of the ensemble listens, at the address of its node.")
            .orElse(
                    Ports.DEFAULT,
                    "{clients: " + Ports.DEFAULT.clients() + ", members: " + Ports.DEFAULT.members() + ", election: "
                            + Ports.DEFAULT.election() + ", sites: " + Ports.DEFAULT.sites() + "}");

    private CoordinationKeys() {}

    private static Key<Integer> port(String name, int port, String doc) {
        return Key.<Integer>optional(name, Units.count(1, 65_535), doc).orElse(Integer.toString(port));
    }

    /** What these keys say together, null if that makes no sense. */
    static @Nullable Coordination coordination(Fields f) {
        boolean ensemble = f.where().has(ENSEMBLE.name());
        boolean connect = f.where().has(CONNECT.name());
        boolean secret = f.where().has(SECRET.name());
        if (ensemble && connect) {
            return f.refuse(CONNECT, "ensemble is given as well", "keep one of the two");
        }
        if (f.where().has(PORTS.name()) && !ensemble) {
            return f.refuse(PORTS, "only members of an ensemble of Drover's own use them", "remove it");
        }
        if (secret && !ensemble && !connect) {
            return f.refuse(SECRET, "a node that keeps its registry for itself shares no secret", "remove it");
        }
        if (f.optional(SECRET).orElse(null) instanceof Secret.Plain plain
                && plain.text().length() < SHORTEST_SECRET) {
            return f.refuse(
                    SECRET,
                    "a text of " + plain.text().length() + " characters (expected: at least " + SHORTEST_SECRET
                            + ", drawn at random)",
                    SECRET_FIX);
        }
        if (connect) {
            var addresses = f.get(CONNECT).stream()
                    .map(a -> (a.host().contains(":") ? "[" + a.host() + "]" : a.host()) + ":" + a.port())
                    .toList();
            return new Coordination.Connect(addresses, f.optional(SECRET));
        }
        return ensemble ? ensemble(f, secret) : new Coordination.Embedded();
    }

    private static @Nullable Coordination ensemble(Fields f, boolean secret) {
        if (!secret) {
            return f.refuse(ENSEMBLE, "members know each other by a secret, and there is none", SECRET_FIX);
        }
        return f.has(ENSEMBLE) && f.has(SECRET)
                ? new Coordination.Ensemble(f.get(ENSEMBLE), f.optional(SECRET).orElseThrow(), f.get(PORTS))
                : new Coordination.Embedded();
    }

    private static @Nullable Ports ports(Fields f) {
        var ports = new Ports(f.get(CLIENTS), f.get(MEMBERS), f.get(ELECTION), f.get(SITES));
        if (IntStream.of(ports.clients(), ports.members(), ports.election(), ports.sites())
                        .distinct()
                        .count()
                < 4) {
            return f.spot().refuse("two of the four ports are the same", "ports: " + PORTS.fallbackText());
        }
        return ports;
    }
}
