package dev.drover.policy.steer;

import dev.drover.model.AnswerStep;
import dev.drover.model.Dns.AllDown;
import dev.drover.model.Network;
import dev.drover.model.Site.Location;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/**
 * The walk of candidates through the chain of a name, for one client. The same candidates and the same client always come to the same.
 *
 * <p>Each step that looks at the client adds to the scope the bits it needed. What it is told of the place of a client holds for as
 * many bits as the teller says.
 */
public final class Steering {
    private final String name;
    private final Client client;
    private final Situation situation;
    private final List<Decision.Taken> taken = new ArrayList<>();
    private List<Candidate> left;
    private List<InetAddress> fixed = List.of();
    private int scope;

    private Steering(String name, List<Candidate> all, Client client, Situation situation) {
        this.name = name;
        this.left = all;
        this.client = client;
        this.situation = situation;
    }

    /**
     * Decides.
     *
     * @param name in full; two names draw differently
     * @param all in the order of the file
     */
    public static Decision decide(
            String name,
            List<AnswerStep> chain,
            AllDown allDown,
            List<Candidate> all,
            Client client,
            Situation situation) {
        var steering = new Steering(name, all, client, situation);
        for (AnswerStep step : chain) {
            if (!steering.take(step, allDown)) {
                break;
            }
        }
        return new Decision(steering.left, steering.fixed, steering.scope, steering.taken);
    }

    /** The network that {@code sticky} knows a client by: its first 24 bits, of IPv6 56, as a number. */
    public static long network(InetAddress client) {
        return Draw.network(client);
    }

    /** Whether a chain comes to the same for everybody. */
    public static boolean isForAll(List<AnswerStep> chain) {
        return chain.stream()
                .allMatch(s -> s instanceof AnswerStep.Up
                        || s instanceof AnswerStep.Failover
                        || s instanceof AnswerStep.First);
    }

    /** False when no further step is to be taken. */
    private boolean take(AnswerStep step, AllDown allDown) {
        switch (step) {
            case AnswerStep.Up up -> {
                return up(allDown);
            }
            case AnswerStep.Fence fence -> fence(fence);
            case AnswerStep.Prefix prefix -> prefix(prefix);
            case AnswerStep.Geo geo -> geo(geo);
            case AnswerStep.Failover failover -> failover(failover);
            case AnswerStep.Nearest nearest -> nearest();
            case AnswerStep.Latency latency -> latency(latency);
            case AnswerStep.Spread spread -> spread(spread);
            case AnswerStep.Weight weight -> weight(weight);
            case AnswerStep.Sticky sticky -> sticky();
            case AnswerStep.First first -> first(first);
        }
        return true;
    }

    private void keep(String step, Predicate<Candidate> kept, String why, String note) {
        var removed = new ArrayList<Decision.Removed>();
        var next = new ArrayList<Candidate>();
        for (Candidate candidate : left) {
            if (kept.test(candidate)) {
                next.add(candidate);
            } else {
                removed.add(new Decision.Removed(candidate, why.isEmpty() ? candidate.why() : why));
            }
        }
        left = next;
        taken.add(new Decision.Taken(step, next, removed, note));
    }

    private void pass(String step, String note) {
        taken.add(new Decision.Taken(step, left, List.of(), note));
    }

    private boolean up(AllDown allDown) {
        if (left.isEmpty() || left.stream().anyMatch(Candidate::up)) {
            keep("up", Candidate::up, "", left.isEmpty() ? "there is nobody" : "");
            return true;
        }
        return switch (allDown) {
            case AllDown.ServeAll all -> {
                pass("up", "nobody is up: all are served, as all-down says");
                yield true;
            }
            case AllDown.Answer answer -> {
                keep("up", Candidate::up, "", "nobody is up: the answer of all-down is given");
                fixed = answer.addresses().stream().map(InetAddress::ofLiteral).toList();
                yield false;
            }
        };
    }

    private void fence(AnswerStep.Fence fence) {
        scope(Bits.settling(fence.networks(), client.address()));
        Optional<Network> network = fence.networks().stream()
                .filter(n -> n.contains(client.address()))
                .findFirst();
        if (network.isPresent()) {
            pass("fence", "the client is in " + network.get());
            return;
        }
        if (!fence.countries().isEmpty()) {
            scope(client.placeBits());
        }
        String country = client.place().map(Place::country).orElse("");
        if (fence.countries().contains(country)) {
            pass("fence", "the client is in " + country);
        } else {
            String where = fence.countries().isEmpty()
                    ? "its network is none of the fence"
                    : country.isEmpty() ? "its country is not known" : country + " is outside of the fence";
            keep("fence", c -> false, where, "the client is not answered: " + where);
        }
    }

    private void prefix(AnswerStep.Prefix prefix) {
        scope(Bits.settling(prefix.networks().sequencedKeySet(), client.address()));
        var longest = longest(prefix.networks());
        if (longest.isEmpty()) {
            pass("prefix", "no network is declared for this client");
        } else {
            prefer("prefix", longest.get().getKey().toString(), longest.get().getValue());
        }
    }

    /** Keeps the sites of a network or place, unless none of them is left. */
    private void prefer(String step, String key, List<String> sites) {
        Set<String> wanted = new HashSet<>(sites);
        if (isAnyLeft(wanted)) {
            keep(step, c -> wanted.contains(c.name()), "not among those of " + key, "by " + key);
        } else {
            pass(step, "none of those of " + key + " is left");
        }
    }

    private boolean isAnyLeft(Collection<String> names) {
        return left.stream().anyMatch(c -> names.contains(c.name()));
    }

    private void geo(AnswerStep.Geo geo) {
        scope(client.placeBits());
        var names = new ArrayList<>(client.place().map(Place::names).orElse(List.of()));
        names.add("default");
        for (String place : names) {
            List<String> sites = geo.places().get(place);
            if (sites != null && isAnyLeft(sites)) {
                prefer("geo", place, sites);
                return;
            }
        }
        pass(
                "geo",
                client.place().isEmpty()
                        ? "the place of the client is not known"
                        : "nothing that is left is declared for " + String.join(", ", names));
    }

    private void failover(AnswerStep.Failover failover) {
        for (int i = 0; i < failover.pools().size(); i++) {
            List<String> pool = failover.pools().get(i);
            if (isAnyLeft(pool)) {
                keep("failover", c -> pool.contains(c.name()), "not in pool " + (i + 1), "pool " + (i + 1) + " serves");
                return;
            }
        }
        pass("failover", "no pool has anybody left");
    }

    private void nearest() {
        scope(client.placeBits());
        Optional<Location> at = client.place().flatMap(Place::location);
        if (at.isEmpty()) {
            pass("nearest", "the place of the client is not known: the order of the file stays");
            return;
        }
        order(
                "nearest",
                "from " + client.place().get(),
                c -> c.location().map(to -> Earth.kilometres(at.get(), to)).orElse(Double.MAX_VALUE),
                "km");
    }

    /** The smallest first; who is alike stays in order. */
    private void order(String step, String note, ToDoubleFunction<Candidate> by, String unit) {
        left = left.stream().sorted(Comparator.comparingDouble(by)).toList();
        var words = new ArrayList<String>();
        left.forEach(c -> words.add(c.name() + " " + figure(by.applyAsDouble(c), unit)));
        pass(step, note + ": " + String.join(", ", words));
    }

    private static String figure(double value, String unit) {
        return value == Double.MAX_VALUE ? "not known" : Math.round(value) + " " + unit;
    }

    private void latency(AnswerStep.Latency latency) {
        scope(Bits.settling(latency.networks().sequencedKeySet(), client.address()));
        var longest = longest(latency.networks());
        if (longest.isEmpty()) {
            pass("latency", "nothing was measured for this client: the order stays");
            return;
        }
        Map<String, Duration> measured = longest.get().getValue();
        order(
                "latency",
                "as measured for " + longest.get().getKey(),
                c -> measured.containsKey(c.name())
                        ? Objects.requireNonNull(measured.get(c.name())).toMillis()
                        : Double.MAX_VALUE,
                "ms");
    }

    private <T> Optional<Map.Entry<Network, T>> longest(Map<Network, T> networks) {
        return networks.entrySet().stream()
                .filter(e -> e.getKey().contains(client.address()))
                .max(Comparator.comparingInt(e -> e.getKey().prefix()));
    }

    private Draw draw() {
        scope(Draw.bits(client.address()));
        return Draw.of(client.address(), name);
    }

    private void spread(AnswerStep.Spread spread) {
        Draw draw = spread.every()
                .map(every -> draw().in(situation.now().getEpochSecond() / Math.max(1, every.toSeconds())))
                .orElseGet(this::draw);
        left = left.stream().sorted(Comparator.comparingDouble(draw::lot)).toList();
        pass("spread", "in the order that this network draws");
    }

    private void sticky() {
        scope(Draw.bits(client.address()));
        Optional<String> last = situation.before().apply(network(client.address()));
        if (last.isEmpty() || !isAnyLeft(last.stream().toList())) {
            pass(
                    "sticky",
                    last.map(l -> l + " was answered last, and is not left").orElse("this network is new"));
            return;
        }
        left = left.stream()
                .sorted(Comparator.comparing(c -> !c.name().equals(last.get())))
                .toList();
        pass("sticky", "this network stays with " + last.get());
    }

    /**
     * The highest score wins (weighted rendezvous hashing: Schindelhauer and Schomaker, Weighted Distributed Hash Tables, 2005): a
     * site that goes takes with it only those who were sent there.
     */
    private void weight(AnswerStep.Weight weight) {
        Draw draw = draw();
        Optional<Candidate> drawn = left.stream()
                .filter(c -> share(weight, c) > 0)
                .max(Comparator.comparingDouble(c -> share(weight, c) / -Math.log(draw.lot(c))));
        if (drawn.isEmpty()) {
            pass("weight", "nobody who is left has a share");
        } else {
            keep("weight", c -> c == drawn.get(), "not drawn for this network", "drawn by shares");
        }
    }

    private static int share(AnswerStep.Weight weight, Candidate candidate) {
        return weight.shares().getOrDefault(candidate.name(), 0);
    }

    private void first(AnswerStep.First first) {
        var kept = new HashSet<>(left.subList(0, Math.min(first.count(), left.size())));
        keep("first", kept::contains, "behind the first " + first.count(), "");
    }

    private void scope(int bits) {
        scope = Math.max(scope, bits);
    }
}
