package dev.drover;

import dev.drover.board.Board;
import dev.drover.dns.answer.Identity;
import dev.drover.dns.plane.DnsLoans;
import dev.drover.dns.plane.DnsPlane;
import dev.drover.gateway.GatewayLoans;
import dev.drover.gateway.GatewayPlane;
import dev.drover.gateway.guard.Guards;
import dev.drover.gateway.log.LogSettings;
import dev.drover.health.HealthPlane;
import dev.drover.health.address.AddressPlane;
import dev.drover.http.grpc.HealthCalls;
import dev.drover.model.Listener;
import dev.drover.model.Listener.BindAddress;
import dev.drover.model.Model;
import dev.drover.node.Assembly;
import dev.drover.node.Machine;
import dev.drover.node.Settings;
import dev.drover.plane.Conductor;
import dev.drover.plane.KeepAlive;
import dev.drover.plane.Members;
import dev.drover.plane.NameTraffic;
import dev.drover.plane.NodeLife;
import dev.drover.plane.Probes;
import dev.drover.plane.Processes;
import dev.drover.plane.Registrations;
import dev.drover.plane.Secrets;
import dev.drover.plane.SharedModels;
import dev.drover.plane.Tail;
import dev.drover.plane.Ticker;
import dev.drover.plane.Timings;
import dev.drover.plane.Traffic;
import dev.drover.plane.control.Challenge;
import dev.drover.plane.control.Missteer;
import dev.drover.plane.control.NameQuery;
import dev.drover.plane.control.Naming;
import dev.drover.plane.control.Refused;
import dev.drover.plane.control.RouteQuery;
import dev.drover.plane.control.Routing;
import dev.drover.plane.control.TopList;
import dev.drover.plane.control.ZoneKeys;
import dev.drover.policy.balance.Tokens;
import dev.drover.policy.floor.FloorRules;
import dev.drover.policy.floor.NoCircles;
import dev.drover.registry.agent.Means;
import dev.drover.registry.plane.RegistryLoans;
import dev.drover.registry.plane.RegistryPlane;
import dev.drover.supervisor.SupervisorPlane;
import dev.drover.supervisor.process.SessionPrograms;
import dev.drover.wire.Loops;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** The one ordered list of planes, and which port of which plane goes to whom. */
final class Planes implements Assembly {
    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final Board board;
    private final SupervisorPlane supervisor;
    private final Conductor conductor;
    private final HealthPlane health;
    private final GatewayPlane gateway;
    private final RegistryPlane catalog;
    private final DnsPlane names;
    private final Loops loops;
    private final SessionPrograms programs = SessionPrograms.here();
    private final HealthCalls healthCalls;
    private volatile InetSocketAddress admin;
    private volatile NodeLife life = NodeLife.none();

    Planes(Settings settings, byte[] secret, Ticker ticker) {
        int workers = settings.workers() > 0
                ? settings.workers()
                : Runtime.getRuntime().availableProcessors();
        admin = settings.admin();
        var floor = new FloorRules(this::running);
        board = new Board(new NoCircles(this::listening, new Machine(ticker), floor), ticker);
        loops = Loops.start(workers, ticker);
        healthCalls = new HealthCalls(loops, ticker);
        health = new HealthPlane(board, ticker, loops, new SplittableRandom(), registry);
        catalog = new RegistryPlane(new RegistryLoans(
                board,
                health.reports(),
                health.vantages(),
                ticker,
                new SecureRandom(), // many threads draw from it, and what is drawn are ids of sessions, which open
                // locks
                settings.node(),
                RegistryLoans.id(secret, settings.node()),
                settings.version(),
                Secrets.here(),
                new Means(healthCalls, programs),
                () -> life,
                settings.data().resolve("registry"),
                registry));
        names = new DnsPlane(new DnsLoans(
                loops,
                ticker,
                new SecureRandom(),
                new Identity(settings.node(), "", Identity.SAFE_PAYLOAD),
                settings.node(),
                catalog.discovery(),
                catalog.challenges(),
                catalog.keySteps(),
                registry,
                settings.data().resolve("names"),
                settings.data().resolve("logs")));
        gateway = new GatewayPlane(new GatewayLoans(
                loops,
                ticker,
                RandomGenerator::getDefault,
                health.evidence(),
                names.belonging().arrivals(),
                Guards.DEFAULT,
                new Tokens(secret),
                accessLog(settings),
                registry));
        supervisor = new SupervisorPlane(board, gateway, health.probes(), ticker, settings.data(), registry);
        conductor = new Conductor(
                List.of(names, gateway, supervisor, health, new AddressPlane(board, ticker), catalog), board);
    }

    private static LogSettings accessLog(Settings settings) {
        LogSettings.Sink file = LogSettings.Sink.File.in(settings.data().resolve("logs"));
        return switch (settings.access()) {
            case JSON -> new LogSettings(LogSettings.Form.JSON, file);
            case COMBINED -> new LogSettings(LogSettings.Form.COMBINED, file);
            case OFF -> new LogSettings(LogSettings.Form.JSON, new LogSettings.Sink.Off());
        };
    }

    /** Frees what the planes share; they are closed before. */
    @Override
    public void close() {
        programs.close();
        healthCalls.close();
        loops.close();
    }

    private Model running() {
        return conductor.running();
    }

    private List<NoCircles.Own> listening() {
        var own = new ArrayList<NoCircles.Own>();
        own.add(new NoCircles.Own(BindAddress.of(admin), "the admin API of this node"));
        for (Listener listener : running().httpListeners()) {
            own.add(new NoCircles.Own(listener.address(), "listener " + listener.name() + " of this node"));
        }
        running().registry().ifPresent(r -> own.add(new NoCircles.Own(r.listen(), "the registry of this node")));
        return own;
    }

    @Override
    public void adminAt(InetSocketAddress address) {
        admin = address;
    }

    @Override
    public void belongsTo(NodeLife node) {
        life = node;
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
        return gateway;
    }

    @Override
    public KeepAlive keepAlive() {
        return gateway;
    }

    @Override
    public PrometheusRegistry registry() {
        return registry;
    }

    @Override
    public Probes probes() {
        return health.probes();
    }

    @Override
    public Processes processes() {
        return supervisor.processes();
    }

    @Override
    public Timings timings() {
        return gateway.timings();
    }

    @Override
    public Registrations registrations() {
        return catalog.registrations();
    }

    @Override
    public NameTraffic names() {
        return names.traffic();
    }

    @Override
    public SharedModels models() {
        return catalog.models();
    }

    @Override
    public Members members() {
        return catalog.members();
    }

    @Override
    public Tail tail() {
        return gateway.tail();
    }

    @Override
    public String metrics() {
        var out = new ByteArrayOutputStream();
        try {
            PrometheusTextFormatWriter.create().write(out, registry.scrape());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    @Override
    public Naming name(NameQuery query) throws Refused {
        return names.explain(query);
    }

    @Override
    public List<ZoneKeys> zoneKeys() {
        return names.keys().all();
    }

    @Override
    public ZoneKeys.Done keySeen(ZoneKeys.Seen seen, String by) throws Refused {
        return names.keys().seen(seen, by);
    }

    @Override
    public TopList topNames(TopList.By by, int most) {
        return names.top(by, most);
    }

    @Override
    public Missteer missteer() throws Refused {
        return names.belonging().missteer();
    }

    @Override
    public List<Challenge> challenges() {
        return names.challenges().all();
    }

    @Override
    public Challenge.Done challenge(Challenge.Wish wish, String by) throws Refused {
        return names.challenges().take(wish, by);
    }

    @Override
    public Routing route(RouteQuery query) throws Refused {
        return WhoServes.now(running(), gateway, query);
    }
}
