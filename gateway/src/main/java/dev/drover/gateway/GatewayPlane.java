package dev.drover.gateway;

import dev.drover.board.Instance;
import dev.drover.board.InstanceId;
import dev.drover.board.Served;
import dev.drover.board.Snapshot;
import dev.drover.board.Standing;
import dev.drover.gateway.exchange.HttpFront;
import dev.drover.gateway.guard.ConnectionCaps;
import dev.drover.gateway.guard.OpenFiles;
import dev.drover.gateway.log.AccessLog;
import dev.drover.gateway.measure.ServiceTimings;
import dev.drover.gateway.route.Explanation;
import dev.drover.gateway.route.RouteTable;
import dev.drover.gateway.route.Sketch;
import dev.drover.gateway.service.LoopContext;
import dev.drover.gateway.service.Preview;
import dev.drover.gateway.service.ServiceTable;
import dev.drover.gateway.service.ServiceTables;
import dev.drover.gateway.stage.Front;
import dev.drover.gateway.stage.Lane;
import dev.drover.model.Model;
import dev.drover.model.Problem;
import dev.drover.plane.Deadline;
import dev.drover.plane.KeepAlive;
import dev.drover.plane.NotPrepared;
import dev.drover.plane.Plane;
import dev.drover.plane.Tail;
import dev.drover.plane.Timings;
import dev.drover.plane.Traffic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** The plane that serves the routes: conducts the listeners, the tables of all event loops, and the drain. */
public final class GatewayPlane implements Plane, Traffic, KeepAlive {
    private static final Duration LOOK = Duration.ofMillis(20);

    private final Front front;
    private final Doors doors;
    private final ConnectionCaps caps;
    private final ServiceTables services;
    private final Shared shared;
    private final List<LoopLane> lanes;
    private final GatewayLoans loans;
    private final AccessLog log;
    private final Scrape scrape;
    private Snapshot snapshot;

    /** Takes the loops it is lent; accepts nothing before a model is activated. */
    public GatewayPlane(GatewayLoans loans) {
        this(loans, new HttpFront(loans.loops(), loans.guards(), loans.ticker()));
    }

    GatewayPlane(GatewayLoans loans, Front front) {
        this.loans = loans;
        this.front = front;
        this.snapshot = Snapshot.empty(loans.ticker().instant());
        this.services = new ServiceTables(loans.tokens());
        this.shared = new Shared(new Tables(0, Model.empty(), RouteTable.of(Model.empty()), List.of()));
        this.caps =
                new ConnectionCaps(loans.guards().perClient(), loans.guards().connections(OpenFiles.limit()));
        this.doors = new Doors(front);
        this.log = AccessLog.start(loans.log(), loans.loops().count(), loans.ticker());
        this.lanes = lanes();
        this.scrape = new Scrape(lanes, caps, log, shared);
        scrape.register(loans.metrics());
        front.start(List.<Lane>copyOf(lanes));
    }

    private List<LoopLane> lanes() {
        var made = new ArrayList<LoopLane>();
        int count = loans.loops().count();
        for (int i = 0; i < count; i++) {
            var context =
                    new LoopContext(count, loans.ticker(), loans.randoms().get(), front.upstreams(i), loans.evidence());
            made.add(new LoopLane(shared, caps, context, log.loop(i), loans.arrivals()));
        }
        return List.copyOf(made);
    }

    @Override
    public String name() {
        return "gateway";
    }

    @Override
    public List<Problem> check(Model model) {
        return ModelCheck.problems(model);
    }

    @Override
    public synchronized Prepared prepare(Model model) throws NotPrepared {
        front.trust(model.services().values());
        Doors.Change change = doors.prepare(model);
        RouteTable routes = RouteTable.of(model);
        return new Prepared() {
            @Override
            public void activate() {
                GatewayPlane.this.activate(model, routes);
                change.activate();
            }

            @Override
            public void discard() {
                change.discard();
            }
        };
    }

    private synchronized void activate(Model model, RouteTable routes) {
        caps.trust(model.trusted());
        swap(new Tables(snapshot.generation(), model, routes, services.compile(model, snapshot)));
    }

    @Override
    public synchronized long observe(Snapshot newer) {
        if (newer.generation() > snapshot.generation()) {
            snapshot = newer;
            Tables old = shared.tables();
            swap(new Tables(newer.generation(), old.model(), old.routes(), services.compile(old.model(), newer)));
        }
        return snapshot.generation();
    }

    /** In force from each loop's next request on; loops without requests are told, so that they let go of what is gone. */
    private void swap(Tables newer) {
        shared.tables(newer);
        for (int i = 0; i < lanes.size(); i++) {
            loans.loops().get(i).execute(lanes.get(i)::refresh);
        }
    }

    @Override
    public Map<String, Served> served(String service) {
        Tables now = shared.tables();
        var served = new HashMap<String, Served>();
        now.service(service).ifPresent(table -> {
            for (Instance i : table.state().instances()) {
                served.put(
                        i.id().instance(),
                        new Served(i.standing().verdict(), now.generation(), detail(i.standing(), i.id())));
            }
        });
        return served;
    }

    /** Which route, service and instance would serve the request now, and why not the others. */
    public RouteAnswer explain(Sketch sketch) {
        Tables now = shared.tables();
        Explanation told = Explanation.of(now.model(), sketch);
        Optional<ServiceTable> service =
                told.chosen().flatMap(Explanation.Chosen::service).flatMap(now::service);
        return new RouteAnswer(
                told,
                service.map(s -> Preview.of(
                        s, sketch, this, loans.tokens(), loans.ticker().millis())));
    }

    private String detail(Standing standing, InstanceId id) {
        int busy = inFlight(id);
        return switch (standing.verdict()) {
            case IN -> busy + " in flight";
            case OUT -> busy == 0 ? "gets nothing" : "gets nothing new, " + busy + " in flight";
            case DRAINING -> busy == 0 ? "drained" : "draining, " + busy + " in flight";
        };
    }

    @Override
    public int inFlight(InstanceId id) {
        return lanes.stream().mapToInt(l -> l.inFlight(id)).sum();
    }

    @Override
    public boolean serves(InstanceId id, int port) {
        return shared.tables()
                .service(id.service())
                .flatMap(t -> t.state().instance(id.instance()))
                .filter(i -> i.standing().isIn() && i.address().getPort() == port)
                .isPresent();
    }

    @Override
    public void keepConnections(boolean kept) {
        shared.keep(kept);
    }

    /** Where the time of requests went. */
    public Timings timings() {
        return new ServiceTimings(lanes.stream().map(LoopLane::measures).toList());
    }

    /** Requests as they end. */
    public Tail tail() {
        return log.tail();
    }

    /** Ports that are bound, by listener: useful where port 0 was declared. */
    public int port(String listener) {
        return doors.port(listener);
    }

    @Override
    public void quiesce(Deadline deadline) {
        shared.close();
        doors.close();
        front.drain();
        while (front.connections() > 0 && !deadline.passed()) {
            LockSupport.parkNanos(Math.min(LOOK.toNanos(), deadline.left().toNanos()));
        }
    }

    @Override
    public void close() {
        doors.close();
        front.close();
        for (int i = 0; i < lanes.size(); i++) {
            loans.loops().get(i).execute(lanes.get(i)::close);
        }
        scrape.unregister(loans.metrics());
        log.close();
    }
}
