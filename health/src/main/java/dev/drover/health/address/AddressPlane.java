package dev.drover.health.address;

import dev.drover.board.Board;
import dev.drover.board.Change;
import dev.drover.board.Event;
import dev.drover.board.InstanceId;
import dev.drover.board.Snapshot;
import dev.drover.model.Instances;
import dev.drover.model.Model;
import dev.drover.model.Problem;
import dev.drover.model.Service;
import dev.drover.plane.Deadline;
import dev.drover.plane.Plane;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/**
 * Publishes the instances of services that declare addresses. A name stands for as many instances as it has addresses; each is
 * named by what it resolved to, so that an address that stays in the answer keeps its health.
 */
public final class AddressPlane implements Plane {
    /** Who knows these instances, on the board. */
    public static final String SOURCE = "addresses";

    private static final System.Logger LOG = System.getLogger("dev.drover.addresses");

    private final Board board;
    private final InstantSource clock;
    private final Names names;
    private final Map<String, Resolution> resolutions = new HashMap<>();
    private final Set<String> leaving = new LinkedHashSet<>();
    private SequencedMap<String, List<Instances.Address>> declared = new LinkedHashMap<>();

    /** Names are resolved as this machine is set up. */
    public AddressPlane(Board board, InstantSource clock) {
        this(board, clock, name -> DnsNames.ofMachine().resolve(name));
    }

    AddressPlane(Board board, InstantSource clock, Names names) {
        this.board = board;
        this.clock = clock;
        this.names = names;
    }

    @Override
    public String name() {
        return SOURCE;
    }

    @Override
    public List<Problem> check(Model model) {
        return List.of();
    }

    @Override
    public Prepared prepare(Model model) {
        var wanted = new LinkedHashMap<String, List<Instances.Address>>();
        for (Service service : model.services().values()) {
            if (service.instances() instanceof Instances.Addresses addresses) {
                wanted.put(service.name(), addresses.addresses());
            }
        }
        return new Prepared() {
            @Override
            public void activate() {
                AddressPlane.this.activate(wanted, model.services().keySet());
            }

            @Override
            public void settle() {
                AddressPlane.this.settle();
            }

            @Override
            public void discard() {
                // Nothing was taken.
            }
        };
    }

    private synchronized void activate(SequencedMap<String, List<Instances.Address>> wanted, Set<String> services) {
        var changes = new ArrayList<Change>();
        for (String service : declared.keySet()) {
            if (!services.contains(service)) {
                leaving.add(service);
            } else if (!wanted.containsKey(service)) {
                changes.add(new Change.Found(service, SOURCE, List.of()));
            }
        }
        declared = wanted;
        resolve();
        declared.keySet().forEach(service -> changes.add(found(service)));
        board.apply(changes);
    }

    /** No route leads to them any more. */
    private synchronized void settle() {
        List<Change> changes = leaving.stream()
                .filter(service -> !declared.containsKey(service))
                .map(service -> (Change) new Change.Gone(service))
                .toList();
        leaving.clear();
        board.apply(changes);
    }

    /** Begins and ends resolutions so that exactly the declared names are kept resolved. */
    private void resolve() {
        var wanted = new LinkedHashSet<String>();
        declared.values()
                .forEach(all -> all.stream()
                        .map(Instances.Address::host)
                        .filter(host -> literal(host).isEmpty())
                        .forEach(wanted::add));
        resolutions.entrySet().removeIf(e -> {
            boolean gone = !wanted.contains(e.getKey());
            if (gone) {
                e.getValue().close();
            }
            return gone;
        });
        for (String name : wanted) {
            if (!resolutions.containsKey(name)) {
                var resolution = new Resolution(name, names, new Publisher());
                resolutions.put(name, resolution);
                resolution.start();
            }
        }
    }

    private Change.Found found(String service) {
        var known = new ArrayList<Change.Known>();
        var seen = new HashSet<InetSocketAddress>();
        for (Instances.Address address : declared.getOrDefault(service, List.of())) {
            for (InetAddress ip : addresses(address.host())) {
                var socket = new InetSocketAddress(ip, address.port());
                if (seen.add(socket)) {
                    known.add(new Change.Known(name(socket), socket, address.toString(), address.weight()));
                }
            }
        }
        return new Change.Found(service, SOURCE, known);
    }

    private static String name(InetSocketAddress socket) {
        String host = socket.getAddress().getHostAddress();
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + socket.getPort();
    }

    private List<InetAddress> addresses(String host) {
        return literal(host).map(List::of).orElseGet(() -> {
            Resolution resolution = resolutions.get(host);
            return resolution == null ? List.of() : resolution.addresses();
        });
    }

    private static Optional<InetAddress> literal(String host) {
        try {
            return Optional.of(InetAddress.ofLiteral(host));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Takes what resolutions say to the board. */
    private final class Publisher implements Resolution.Listener {
        @Override
        public void changed(String name) {
            synchronized (AddressPlane.this) {
                board.apply(using(name).stream().map(s -> (Change) found(s)).toList());
            }
        }

        @Override
        public void failing(String name, String why, List<InetAddress> kept) {
            String keeps = kept.isEmpty() ? "no address is known yet" : "the last good addresses stay: " + texts(kept);
            LOG.log(System.Logger.Level.WARNING, "{0} cannot be resolved: {1}; {2}", name, why, keeps);
            note(name, "unresolved", name + " cannot be resolved: " + why + "; " + keeps);
        }

        @Override
        public void recovered(String name) {
            LOG.log(System.Logger.Level.INFO, "{0} resolves again", name);
            note(name, "resolved", name + " resolves again");
        }

        private void note(String name, String to, String why) {
            List<String> services;
            synchronized (AddressPlane.this) {
                services = using(name);
            }
            for (String service : services) {
                board.note(
                        new Event(clock.instant(), 0, new InstanceId(service, ""), AddressPlane.SOURCE, "", to, why));
            }
        }
    }

    private List<String> using(String name) {
        return declared.entrySet().stream()
                .filter(e -> e.getValue().stream().anyMatch(a -> a.host().equals(name)))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static String texts(List<InetAddress> addresses) {
        return String.join(
                ", ", addresses.stream().map(InetAddress::getHostAddress).toList());
    }

    @Override
    public long observe(Snapshot snapshot) {
        return snapshot.generation();
    }

    @Override
    public void quiesce(Deadline deadline) {
        close();
    }

    /** What was found stays on the board. */
    @Override
    public synchronized void close() {
        resolutions.values().forEach(Resolution::close);
        resolutions.clear();
    }
}
