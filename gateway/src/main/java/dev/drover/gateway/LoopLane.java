package dev.drover.gateway;

import dev.drover.board.InstanceId;
import dev.drover.gateway.answer.Problems;
import dev.drover.gateway.log.LoopLog;
import dev.drover.gateway.measure.LoopMeasures;
import dev.drover.gateway.route.RouteStage;
import dev.drover.gateway.service.Attempts;
import dev.drover.gateway.service.Desks;
import dev.drover.gateway.service.Errand;
import dev.drover.gateway.service.LoopContext;
import dev.drover.gateway.service.ServiceDesk;
import dev.drover.gateway.stage.Answer;
import dev.drover.gateway.stage.Connections;
import dev.drover.gateway.stage.Lane;
import dev.drover.gateway.stage.Outcome;
import dev.drover.gateway.stage.Replay;
import dev.drover.gateway.stage.Request;
import dev.drover.gateway.stage.Routed;
import dev.drover.gateway.stage.Stage;
import dev.drover.plane.Arrivals;
import dev.drover.plane.Evidence;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/** The lane of one event loop: runs the stages with the newest tables, and counts and logs what ends. */
final class LoopLane implements Lane {
    private final Shared shared;
    private final Connections connections;
    private final LoopLog log;
    private final ArrivalReport arrivals;
    private final InstantSource wall;
    private final RandomGenerator random;
    private final Desks desks;
    private final RouteStage route;
    private final Stage[] stages;
    private final LoopMeasures measures = new LoopMeasures();
    private Tables tables;

    /**
     * Makes the lane of one loop.
     *
     * @param loop what the loop lends
     */
    LoopLane(Shared shared, Connections connections, LoopContext loop, LoopLog log, Arrivals arrivals) {
        this.arrivals = new ArrivalReport(arrivals, loop.random());
        this.log = log;
        this.wall = loop.ticker();
        this.random = loop.random();
        this.shared = shared;
        this.connections = connections;
        this.tables = shared.tables();
        this.desks = new Desks(loop);
        this.route = new RouteStage(tables.routes());
        this.stages = Stages.of(route, desks, loop.random()).toArray(Stage[]::new);
    }

    /** Takes the newest tables if they are newer than its own. On the loop. */
    void refresh() {
        Tables newest = shared.tables();
        if (newest != tables) {
            tables = newest;
            route.use(newest.routes());
            desks.adopt(newest.services());
            measures.keepOnly(newest.routeNames(), newest.model().services().keySet());
        }
    }

    @Override
    public Outcome enter(Request request) {
        refresh();
        return run(request, 0);
    }

    @Override
    public Outcome proceed(Request request, Outcome resumed) {
        return resumed instanceof Outcome.Continue
                ? run(request, request.notes().stage() + 1)
                : resumed;
    }

    private Outcome run(Request request, int from) {
        for (int i = from; i < stages.length; i++) {
            Outcome outcome = stages[i].handle(request);
            if (outcome != Outcome.CONTINUE) {
                request.notes().stage(i);
                return outcome;
            }
        }
        return Outcome.CONTINUE;
    }

    @Override
    public void answered(Request request, int status) {
        Attempts.answered(request, status);
    }

    @Override
    public boolean refuses(Request request, int status, Replay replay) {
        return Attempts.refuses(request, status, replay);
    }

    @Override
    public boolean mayRepeat(Request request) {
        return Attempts.mayRepeat(request);
    }

    @Override
    public Outcome failed(Request request, Evidence.Failure failure, Replay replay) {
        return Attempts.failed(request, failure, replay);
    }

    @Override
    public void ended(Request request) {
        Errand errand = Errand.of(request.notes());
        Routed routed = request.notes().routed();
        String routeName = routed == null ? "" : routed.name();
        String service = errand.service();
        measures.ended(request.notes(), routeName, service);
        log.ended(request, routeName, service, errand.instance(), wall.millis());
        arrivals.ended(request);
        errand.end();
    }

    @Override
    public Answer refuse(Request request, int status, String detail) {
        request.notes().unreadable(true);
        request.notes().trace().create(random.nextLong(), random.nextLong(), random.nextLong());
        return problem(request, status, detail);
    }

    @Override
    public Answer problem(Request request, int status, String detail) {
        return Problems.of(status, detail, request.notes().trace().requestId());
    }

    @Override
    public boolean closing() {
        return shared.closing();
    }

    @Override
    public Connections connections() {
        return connections;
    }

    int inFlight(InstanceId id) {
        ServiceDesk desk = desks.byName().get(id.service());
        return desk == null ? 0 : desk.inFlight(id);
    }

    LoopMeasures measures() {
        return measures;
    }

    Desks desks() {
        return desks;
    }

    void close() {
        desks.close();
    }
}
