package dev.drover.node;

import dev.drover.board.Intent;
import dev.drover.plane.Processes;
import dev.drover.plane.control.Agreement;
import dev.drover.plane.control.Challenge;
import dev.drover.plane.control.Control;
import dev.drover.plane.control.Explanation;
import dev.drover.plane.control.Missteer;
import dev.drover.plane.control.NameQuery;
import dev.drover.plane.control.Naming;
import dev.drover.plane.control.Proposal;
import dev.drover.plane.control.Refused;
import dev.drover.plane.control.Roster;
import dev.drover.plane.control.RouteQuery;
import dev.drover.plane.control.Routing;
import dev.drover.plane.control.Source;
import dev.drover.plane.control.Status;
import dev.drover.plane.control.TopList;
import dev.drover.plane.control.Version;
import dev.drover.plane.control.ZoneKeys;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a running node answers, each by the part that knows. */
final class Answering implements Control {
    private static final Logger LOG = System.getLogger(RunningNode.class.getName());

    private final Settings settings;
    private final Assembly assembly;
    private final Changes changes;
    private final Cluster cluster;
    private final Intents intents;
    private final Observing observing;
    private final Describing describing;
    private final Explaining explaining;
    private final Watching watching;
    private final Life life;

    /** How the node itself goes on. */
    interface Life {
        boolean isEnding();

        /** Has the node drain and end, or end at once. Returns before it has happened. */
        void stop(boolean now);

        /** Where the admin API listens; empty until it does. */
        Optional<InetSocketAddress> admin();
    }

    /** @param since when the node was started */
    Answering(
            Settings settings,
            Assembly assembly,
            Changes changes,
            Cluster cluster,
            Intents intents,
            Observing observing,
            Instant since,
            Life life) {
        this.settings = settings;
        this.assembly = assembly;
        this.changes = changes;
        this.cluster = cluster;
        this.intents = intents;
        this.observing = observing;
        this.describing = new Describing(settings, assembly, since);
        this.explaining = new Explaining(assembly, describing);
        this.watching = new Watching(assembly);
        this.life = life;
    }

    @Override
    public Status status() {
        String at = life.admin().map(Answering::hostPort).orElse("");
        return describing.status(ready(), changes.running(), cluster.agreed().orElse(null), at);
    }

    private static String hostPort(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + address.getPort();
    }

    @Override
    public List<Listed> catalog() {
        return assembly.registrations().services();
    }

    @Override
    public List<Explanation.Registered> registrations(String service) {
        return explaining.registrations(service);
    }

    @Override
    public Explanation explain(String service, @Nullable String instance, int most) throws Refused {
        return explaining.explain(service, instance, most);
    }

    @Override
    public List<String> check(Source source) {
        try {
            changes.sound(source);
            return List.of();
        } catch (Refused e) {
            return e.problems();
        }
    }

    @Override
    public Proposal plan(Source source) throws Refused {
        return cluster.propose(source);
    }

    @Override
    public Version apply(Source source, String author, @Nullable Duration confirmWithin, @Nullable Long base)
            throws Refused {
        return cluster.apply(source, author, confirmWithin, base);
    }

    @Override
    public Agreement agreement() throws Refused {
        return cluster.agreement();
    }

    @Override
    public Version confirm(String author) throws Refused {
        return cluster.confirm(author);
    }

    @Override
    public List<Version> history() {
        return cluster.history();
    }

    @Override
    public Version rollback(@Nullable Long generation, String author) throws Refused {
        return cluster.rollback(generation, author);
    }

    @Override
    public Roster members() {
        return assembly.members().roster();
    }

    @Override
    public String leave(Leaving leaving, String by) throws Refused {
        LOG.log(Level.INFO, "{0} asks that {1} leaves", by, leaving.who() == null ? settings.node() : leaving.who());
        if (!leaving.stop()) {
            return assembly.members().leave(leaving.who(), leaving.force());
        }
        String done = assembly.members().goForGood(leaving.force());
        stop(false);
        return done;
    }

    @Override
    public String join(String by) throws Refused {
        LOG.log(Level.INFO, "{0} asks that {1} joins", by, settings.node());
        return assembly.members().join();
    }

    @Override
    public int intend(Aim aim, Wish wish, String by, String reason) throws Refused {
        return intents.set(aim, wish, by, reason);
    }

    @Override
    public void restart(String service, String by, Consumer<String> progress) throws Refused {
        try {
            LOG.log(Level.INFO, "{0} is restarted as {1} asked", service, by);
            var end = assembly.processes()
                    .restart(service, step -> progress.accept(step.id().instance() + " " + step.what()));
            if (end instanceof Processes.Restarted.Halted halted) {
                throw new Refused(Refused.Cause.FAILED, halted.why());
            }
        } catch (Processes.Unknown e) {
            throw new Refused(Refused.Cause.UNKNOWN, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refused(Refused.Cause.FAILED, "interrupted");
        }
    }

    @Override
    public Subscription logs(LogQuery query, Consumer<String> lines) throws Refused {
        return watching.logs(query, lines);
    }

    @Override
    public Subscription tail(TailQuery query, Consumer<String> lines) throws Refused {
        return watching.tail(query, lines);
    }

    @Override
    public Naming name(NameQuery query) throws Refused {
        return assembly.name(query);
    }

    @Override
    public List<ZoneKeys> zoneKeys() throws Refused {
        if (changes.running().isEmpty()) {
            throw Changes.starting(); // Empty is the word of who signs nothing.
        }
        return assembly.zoneKeys();
    }

    @Override
    public ZoneKeys.Done keySeen(ZoneKeys.Seen seen, String by) throws Refused {
        return assembly.keySeen(seen, by);
    }

    @Override
    public TopList topNames(TopList.By by, int most) {
        return assembly.topNames(by, most);
    }

    @Override
    public Missteer missteer() throws Refused {
        return assembly.missteer();
    }

    @Override
    public List<Challenge> challenges() {
        return assembly.challenges();
    }

    @Override
    public Challenge.Done challenge(Challenge.Wish wish, String by) throws Refused {
        return assembly.challenge(wish, by);
    }

    @Override
    public Routing route(RouteQuery query) throws Refused {
        return assembly.route(query);
    }

    @Override
    public String metrics() {
        return assembly.metrics();
    }

    @Override
    public void recording(Instant from, Instant to, OutputStream out) throws Refused, IOException {
        observing.recording(from, to, out);
    }

    @Override
    public Readiness ready() {
        Intent wish = intents.node();
        if (life.isEnding()) {
            return new Readiness(false, "ending");
        }
        if (wish != null) {
            return new Readiness(
                    false, "drained by " + wish.by() + " since " + wish.since() + "; clients are told to move away");
        }
        return changes.running().isEmpty() ? new Readiness(false, "no model is in force") : new Readiness(true, "");
    }

    @Override
    public void stop(boolean now) {
        life.stop(now);
    }
}
