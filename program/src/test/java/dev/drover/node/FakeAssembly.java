package dev.drover.node;

import dev.drover.board.Board;
import dev.drover.board.Change;
import dev.drover.board.Snapshot;
import dev.drover.model.Model;
import dev.drover.model.Problem;
import dev.drover.plane.Conductor;
import dev.drover.plane.Deadline;
import dev.drover.plane.KeepAlive;
import dev.drover.plane.Members;
import dev.drover.plane.NameTraffic;
import dev.drover.plane.NodeLife;
import dev.drover.plane.NotPrepared;
import dev.drover.plane.Plane;
import dev.drover.plane.Probes;
import dev.drover.plane.Processes;
import dev.drover.plane.Registrations;
import dev.drover.plane.SharedModels;
import dev.drover.plane.Tail;
import dev.drover.plane.Ticker;
import dev.drover.plane.Timings;
import dev.drover.plane.Traffic;
import dev.drover.plane.control.Challenge;
import dev.drover.plane.control.Missteer;
import dev.drover.plane.control.NameQuery;
import dev.drover.plane.control.Naming;
import dev.drover.plane.control.RouteQuery;
import dev.drover.plane.control.Routing;
import dev.drover.plane.control.TopList;
import dev.drover.plane.control.ZoneKeys;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** One plane that finds an instance for every service, and can be told to fail. */
final class FakeAssembly implements Assembly {
    final List<String> clusters = new ArrayList<>();
    volatile boolean failing;
    volatile boolean closed;
    volatile boolean keeping = true;
    volatile Processes processes = Processes.none();
    volatile NodeLife life = NodeLife.none();
    volatile Timings timings = Timings.none();
    SharedModels models = SharedModels.none();
    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final Board board;
    private final Conductor conductor;

    FakeAssembly(Ticker ticker) {
        board = new Board(UnaryOperator.identity(), ticker);
        conductor = new Conductor(List.of(new OnlyPlane()), board);
    }

    private final class OnlyPlane implements Plane {
        @Override
        public String name() {
            return "only";
        }

        @Override
        public List<Problem> check(Model model) {
            return List.of();
        }

        @Override
        public Prepared prepare(Model model) throws NotPrepared {
            if (failing) {
                throw new NotPrepared(List.of(Problem.of(model.where(), "listen.web", "the port is taken")));
            }
            return new Prepared() {
                @Override
                public void activate() {
                    clusters.add(model.cluster());
                    for (String service : model.services().keySet()) {
                        var at = new InetSocketAddress("127.0.0.1", 1);
                        var known = new Change.Known("one", at, "test", 1);
                        board.apply(new Change.Found(service, "test", List.of(known)));
                    }
                }

                @Override
                public void discard() {}
            };
        }

        @Override
        public long observe(Snapshot snapshot) {
            return snapshot.generation();
        }

        @Override
        public void quiesce(Deadline deadline) {}

        @Override
        public void close() {}
    }

    @Override
    public Board board() {
        return board;
    }

    @Override
    public Conductor conductor() {
        return conductor;
    }

    @Override
    public Traffic traffic() {
        return Traffic.none();
    }

    @Override
    public KeepAlive keepAlive() {
        return kept -> keeping = kept;
    }

    @Override
    public PrometheusRegistry registry() {
        return registry;
    }

    @Override
    public Probes probes() {
        return Probes.none();
    }

    @Override
    public Processes processes() {
        return processes;
    }

    @Override
    public Timings timings() {
        return timings;
    }

    @Override
    public NameTraffic names() {
        return NameTraffic.none();
    }

    @Override
    public Registrations registrations() {
        return Registrations.none();
    }

    @Override
    public SharedModels models() {
        return models;
    }

    @Override
    public Members members() {
        return Members.none();
    }

    @Override
    public Tail tail() {
        return Tail.none();
    }

    @Override
    public void adminAt(InetSocketAddress address) {}

    @Override
    public void belongsTo(NodeLife node) {
        life = node;
    }

    @Override
    public String metrics() {
        return "";
    }

    @Override
    public Naming name(NameQuery query) {
        return new Naming(query.name(), query.type(), null, "", "REFUSED", List.of(), List.of(), null);
    }

    @Override
    public List<ZoneKeys> zoneKeys() {
        return List.of();
    }

    @Override
    public ZoneKeys.Done keySeen(ZoneKeys.Seen seen, String by) {
        return new ZoneKeys.Done(seen.zone() + " by " + by);
    }

    @Override
    public TopList topNames(TopList.By by, int most) {
        return new TopList(by, Instant.EPOCH, Instant.EPOCH, 0, 0, 0, List.of());
    }

    @Override
    public Missteer missteer() {
        return new Missteer(null, null, 0, 0, 0, List.of(), List.of(), List.of(), "");
    }

    @Override
    public List<Challenge> challenges() {
        return List.of();
    }

    @Override
    public Challenge.Done challenge(Challenge.Wish wish, String by) {
        return new Challenge.Done("", List.of());
    }

    @Override
    public Routing route(RouteQuery query) {
        return new Routing(null, null, "", "", "", null, List.of(), List.of());
    }

    @Override
    public void close() {
        closed = true;
    }
}
