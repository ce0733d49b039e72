package dev.drover.registry.plane;

import dev.drover.plane.Members;
import dev.drover.plane.Ticker;
import dev.drover.plane.control.Refused;
import dev.drover.registry.consul.Home;
import dev.drover.registry.consul.Servers;
import dev.drover.registry.ensemble.Belonging;
import dev.drover.registry.ensemble.Census;
import dev.drover.registry.ensemble.Seat;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Who keeps the registry, for clients that ask often: what was seen in the last seconds. Who asks first waits; later ones get what was seen while
 * somebody looks again.
 */
final class Standing implements Servers {
    private static final Logger LOG = System.getLogger("dev.drover.registry");
    private static final Duration FRESH = Duration.ofSeconds(2);

    /** Nobody waits for a look that is older than that; a leader may be lost meanwhile. */
    private static final Duration USABLE = Duration.ofSeconds(10);

    private final LateRegistry registry;
    private final Home home;
    private final Members members;
    private final Ticker ticker;
    private final AtomicBoolean looking = new AtomicBoolean();
    private volatile @Nullable Seen seen;

    /** What was seen, and when. */
    private record Seen(Census census, long at) {}

    Standing(LateRegistry registry, Home home, Members members, Ticker ticker) {
        this.registry = registry;
        this.home = home;
        this.members = members;
        this.ticker = ticker;
    }

    @Override
    public List<Server> all() {
        Optional<Belonging> belonging = registry.belonging();
        if (belonging.isEmpty()) {
            return Servers.alone(home, registry).all();
        }
        Census census = census(belonging.get());
        return census.voters().stream().map(seat -> server(census, seat)).toList();
    }

    private Server server(Census census, Seat seat) {
        var node = registry.state().nodes().stream()
                .filter(n -> n.address().equals(seat.address()))
                .findFirst();
        return new Server(
                node.map(n -> n.id()).orElse(""),
                node.map(n -> n.name()).orElse(seat.address()),
                seat.address(),
                census.leader().filter(seat.address()::equals).isPresent());
    }

    private Census census(Belonging belonging) {
        Seen now = seen;
        if (now == null || ticker.nanos() - now.at() > USABLE.toNanos()) {
            return look(belonging);
        }
        if (ticker.nanos() - now.at() > FRESH.toNanos() && looking.compareAndSet(false, true)) {
            Thread.ofVirtual().name("registry-look").start(() -> {
                try {
                    look(belonging);
                } finally {
                    looking.set(false);
                }
            });
        }
        return now.census();
    }

    private Census look(Belonging belonging) {
        try {
            Census census = belonging.look();
            seen = new Seen(census, ticker.nanos());
            return census;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            LOG.log(Level.DEBUG, "nobody waits any more for who keeps the registry");
            return new Census(Optional.empty(), java.util.Map.of());
        }
    }

    @Override
    public List<Left> left() {
        return registry.left().stream()
                .map(one -> new Left(one.name(), one.address()))
                .toList();
    }

    @Override
    public void forceLeave(String node) throws Refused {
        String _ = members.leave(node, false);
    }
}
