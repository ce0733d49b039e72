package dev.drover.node;

import dev.drover.admin.Json;
import dev.drover.board.Board;
import dev.drover.board.Change;
import dev.drover.board.Instance;
import dev.drover.board.InstanceId;
import dev.drover.board.Intent;
import dev.drover.board.ServiceState;
import dev.drover.board.Snapshot;
import dev.drover.plane.KeepAlive;
import dev.drover.plane.control.Control.Aim;
import dev.drover.plane.control.Control.Wish;
import dev.drover.plane.control.Refused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * What operators want of instances, kept on disk: who was taken out by hand stays out over a restart. It is put on the board
 * again as soon as the instance is found.
 */
final class Intents {
    private final Path file;
    private final Board board;
    private final KeepAlive keepAlive;
    private final InstantSource clock;
    private final Map<InstanceId, Intent> wanted = new LinkedHashMap<>();
    private final AtomicBoolean called = new AtomicBoolean();
    private volatile @Nullable Intent node;
    private volatile boolean any;
    private long restored;

    /** What is written: one line for each wish that is not the declared one. */
    record Line(
            @Nullable String service,
            @Nullable String instance,
            Intent.Wish wish,
            Instant since,
            String by,
            String reason) {}

    /** The whole file. */
    record Lines(List<Line> intents) {}

    private Intents(Path file, Board board, KeepAlive keepAlive, InstantSource clock) {
        this.file = file;
        this.board = board;
        this.keepAlive = keepAlive;
        this.clock = clock;
    }

    static Intents open(Path file, Board board, KeepAlive keepAlive, InstantSource clock) throws Unusable {
        var intents = new Intents(file, board, keepAlive, clock);
        try {
            if (Files.exists(file)) {
                Json.read(Files.readAllBytes(file), Lines.class).intents().forEach(intents::take);
            }
        } catch (IOException e) {
            throw new Unusable(file + " cannot be read: " + DataFolder.reason(e)
                    + "\n  fix: remove it; instances that were drained or forced are then in service again");
        }
        keepAlive.keepConnections(intents.node == null);
        board.watch(now -> intents.found());
        return intents;
    }

    private void take(Line line) {
        var intent = new Intent(line.wish(), line.since(), line.by(), line.reason());
        if (line.service() == null || line.instance() == null) {
            node = intent;
        } else {
            wanted.put(new InstanceId(line.service(), line.instance()), intent);
            any = true;
        }
    }

    /** Something may have been found: at once, before it is up. Not by who tells of it, who holds the board. */
    private void found() {
        if (any && called.compareAndSet(false, true)) {
            Thread.ofVirtual().name("intents").start(() -> {
                called.set(false);
                restore();
            });
        }
    }

    /** The wish of the node itself; null when it is in service. */
    @Nullable
    Intent node() {
        return node;
    }

    /** Puts kept wishes on instances that were found since. */
    synchronized void restore() {
        Snapshot now = board.now();
        if (wanted.isEmpty() || now.generation() == restored) {
            return;
        }
        restored = now.generation();
        var changes = new ArrayList<Change>();
        for (ServiceState service : now.services().values()) {
            for (Instance instance : service.instances()) {
                Intent intent = wanted.get(instance.id());
                if (intent != null && instance.intent().by().equals("declared")) {
                    changes.add(new Change.Intend(instance.id(), intent));
                }
            }
        }
        if (!changes.isEmpty()) {
            board.apply(changes);
        }
    }

    /** Sets the wish and keeps it. Returns how many instances it concerns. */
    synchronized int set(Aim aim, Wish wish, String by, String reason) throws Refused {
        var intent = new Intent(Intent.Wish.valueOf(wish.name()), clock.instant(), by, reason);
        boolean declared = wish == Wish.IN_SERVICE;
        if (aim.service() == null) {
            return node(wish, declared ? null : intent);
        }
        List<InstanceId> aimed = aimed(aim.service(), aim.instance());
        var changes = new ArrayList<Change>();
        for (InstanceId id : aimed) {
            changes.add(new Change.Intend(id, intent));
            if (declared) {
                wanted.remove(id);
            } else {
                wanted.put(id, intent);
            }
        }
        any = !wanted.isEmpty();
        keep();
        board.apply(changes);
        return aimed.size();
    }

    private int node(Wish wish, @Nullable Intent intent) throws Refused {
        if (wish == Wish.FORCED_UP || wish == Wish.FORCED_DOWN) {
            throw new Refused(Refused.Cause.BAD_INPUT, "a node can be drained and undrained, not forced");
        }
        node = intent;
        keepAlive.keepConnections(intent == null);
        keep();
        return 0;
    }

    private List<InstanceId> aimed(String service, @Nullable String instance) throws Refused {
        ServiceState state = known(board.now(), service);
        if (instance == null) {
            return state.instances().stream().map(Instance::id).toList();
        }
        return List.of(known(state, instance).id());
    }

    static ServiceState known(Snapshot now, String service) throws Refused {
        return now.service(service)
                .orElseThrow(() -> new Refused(
                        Refused.Cause.UNKNOWN,
                        "there is no service " + service + " (there are: "
                                + Words.few(now.services().keySet()) + ")"));
    }

    static Instance known(ServiceState state, String instance) throws Refused {
        return state.instance(instance)
                .orElseThrow(() -> new Refused(
                        Refused.Cause.UNKNOWN,
                        state.name() + " has no instance " + instance + " (it has: "
                                + Words.few(state.instances().stream()
                                        .map(i -> i.id().instance())
                                        .toList())
                                + ")"));
    }

    private void keep() throws Refused {
        var lines = new ArrayList<Line>();
        if (node != null) {
            lines.add(new Line(null, null, node.wish(), node.since(), node.by(), node.reason()));
        }
        wanted.forEach(
                (id, i) -> lines.add(new Line(id.service(), id.instance(), i.wish(), i.since(), i.by(), i.reason())));
        try {
            AtomicFile.write(file, Json.bytes(new Lines(lines)));
        } catch (IOException e) {
            throw new Refused(Refused.Cause.FAILED, "the intent cannot be kept: " + DataFolder.reason(e));
        }
    }
}
