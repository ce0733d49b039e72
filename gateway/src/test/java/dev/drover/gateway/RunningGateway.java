package dev.drover.gateway;

import dev.drover.board.Board;
import dev.drover.board.Change;
import dev.drover.board.Instance;
import dev.drover.board.InstanceId;
import dev.drover.board.Measured;
import dev.drover.board.ServiceState;
import dev.drover.board.Standing;
import dev.drover.gateway.guard.Guards;
import dev.drover.gateway.log.LogSettings;
import dev.drover.model.Instances;
import dev.drover.model.Model;
import dev.drover.model.Service;
import dev.drover.model.read.ModelReader;
import dev.drover.model.read.Read;
import dev.drover.plane.Arrivals;
import dev.drover.plane.Deadline;
import dev.drover.plane.Evidence;
import dev.drover.plane.NotPrepared;
import dev.drover.plane.Ticker;
import dev.drover.policy.balance.Tokens;
import dev.drover.testkit.FreePort;
import dev.drover.testkit.http.RawClient;
import dev.drover.testkit.http.Reply;
import dev.drover.wire.Loops;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;

/** The gateway's plane over real sockets, with a board that the test writes. */
final class RunningGateway implements AutoCloseable {
    final int port = FreePort.next();
    final PrometheusRegistry metrics = new PrometheusRegistry();
    final Board board = new Board(RunningGateway::asMeasured, Ticker.system());
    final GatewayPlane plane;
    private final Loops loops = Loops.start(2, Ticker.system());
    private final Path folder;

    RunningGateway(Path folder) {
        this(folder, new LogSettings(LogSettings.Form.JSON, LogSettings.Sink.File.in(folder)), Evidence.none());
    }

    RunningGateway(Path folder, LogSettings log, Evidence evidence) {
        this.folder = folder;
        this.plane = new GatewayPlane(new GatewayLoans(
                loops,
                Ticker.system(),
                SplittableRandom::new,
                evidence,
                Arrivals.none(),
                Guards.DEFAULT,
                new Tokens(new byte[16]),
                log,
                metrics));
        board.watch(plane::observe);
    }

    /** What measures down is out, everything else in. */
    private static ServiceState asMeasured(ServiceState state) {
        List<Instance> decided = state.instances().stream()
                .map(i -> i.with(new Standing(
                        i.measured().state() == Measured.State.DOWN ? Standing.Verdict.OUT : Standing.Verdict.IN, "")))
                .toList();
        boolean allDown = !decided.isEmpty()
                && decided.stream().noneMatch(i -> i.standing().isIn());
        ServiceState.Mode mode = decided.isEmpty()
                ? ServiceState.Mode.EMPTY
                : allDown ? ServiceState.Mode.ALL_DOWN : ServiceState.Mode.NORMAL;
        return new ServiceState(state.name(), decided, mode, "");
    }

    /** Applies a file to which one listener is added, with the instances that its services declare. */
    RunningGateway apply(String yaml) throws NotPrepared {
        String whole = "listen: {web: {protocol: http, address: \"127.0.0.1:" + port + "\"}}\n" + yaml;
        return applyWhole(whole);
    }

    RunningGateway applyWhole(String yaml) throws NotPrepared {
        Model model = switch (ModelReader.read("drover.yaml", yaml, folder)) {
            case Read.Sound sound -> sound.model();
            case Read.Refused refused -> throw new AssertionError(refused.problems());
        };
        plane.prepare(model).activate();
        model.services().values().forEach(s -> board.apply(new Change.Found(s.name(), "test", known(s))));
        return this;
    }

    private static List<Change.Known> known(Service service) {
        return switch (service.instances()) {
            case Instances.Addresses(List<Instances.Address> addresses) ->
                addresses.stream()
                        .map(a -> new Change.Known(a.toString(), address(a), a.toString(), a.weight()))
                        .toList();
            case Instances.Registered registered -> List.of();
            case Instances.Run run -> List.of();
        };
    }

    private static InetSocketAddress address(Instances.Address declared) {
        try {
            return new InetSocketAddress(InetAddress.getByName(declared.host()), declared.port());
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    void measure(InstanceId id, Measured.State state) {
        board.apply(new Change.Measure(id, new Measured(state, Instant.now(), "test")));
    }

    RawClient client() throws IOException {
        return RawClient.connect(port, Duration.ofSeconds(10));
    }

    /** One request on a connection of its own. */
    Reply ask(String method, String target, String... fields) throws IOException {
        try (RawClient client = client()) {
            var text = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: localhost\r\n");
            for (String field : fields) {
                text.append(field).append("\r\n");
            }
            client.send(text.append("\r\n").toString());
            return (method.equals("HEAD") ? client.replyToHead() : client.reply()).orElseThrow();
        }
    }

    @Override
    public void close() {
        plane.quiesce(Deadline.after(Ticker.system(), Duration.ofMillis(200)));
        plane.close();
        loops.close();
    }
}
