package dev.drover.registry.consul;

import dev.drover.plane.Ticker;
import dev.drover.registry.Contact;
import dev.drover.registry.Registry;
import dev.drover.registry.Unavailable;
import dev.drover.registry.consul.go.GoDuration;
import dev.drover.registry.consul.go.GoNumber;
import dev.drover.registry.consul.go.Unreadable;
import dev.drover.registry.state.State;
import dev.drover.registry.state.Topic;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Reading: at once, or, with {@code index}, once what is asked about has changed since. A blocking query is a thread that waits;
 * threads are virtual, and nothing is computed before the change.
 *
 * @see <a href="https://developer.hashicorp.com/consul/api-docs/features/blocking">Consul: blocking queries</a>
 */
final class Reads {
    private static final Duration USUAL_WAIT = Duration.ofMinutes(5);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

    /** So many clients that began to wait together come back spread over one such part of their wait. */
    static final int JITTER = 16;

    /** Nobody waits longer, jitter included. */
    static final Duration LONGEST = LONGEST_WAIT.plus(LONGEST_WAIT.dividedBy(JITTER));

    private final Registry registry;
    private final String datacenter;
    private final Ticker ticker;
    private final RandomGenerator random;

    Reads(Registry registry, String datacenter, Ticker ticker, RandomGenerator random) {
        this.registry = registry;
        this.datacenter = datacenter;
        this.ticker = ticker;
        this.random = random;
    }

    /** A look at a state; {@link Refusal} where what was asked for makes no sense. */
    interface View {
        Answer of(State state) throws Refusal;
    }

    /** Checks where a change is meant to go, too. */
    void here(Call call) throws Refusal {
        here(call.first("dc"));
    }

    void here(String wanted) throws Refusal {
        if (!wanted.isEmpty() && !wanted.equals(datacenter)) {
            throw Refusal.failed("No path to datacenter");
        }
    }

    Answer read(Call call, Topic topic, View view) throws Refusal, InterruptedException {
        Asked asked = Asked.of(call);
        here(call);
        if (asked.consistent()) {
            settle();
        }
        await(asked, topic);
        State state = registry.state();
        return contact(view.of(state).with("X-Consul-Index", String.valueOf(state.index(topic))));
    }

    /** All that was written before the call; with {@code stale}, what is known here. */
    Answer whole(Call call, View view) throws Refusal, InterruptedException {
        here(call);
        if (!call.has("stale")) {
            settle();
        }
        return contact(view.of(registry.state()));
    }

    /** How many wait for a change. */
    int waiting() {
        return registry.replica().waiting();
    }

    long millis() {
        return ticker.instant().toEpochMilli();
    }

    State state() {
        return registry.state();
    }

    /** What is asked of one moment, without an index to wait for. */
    Answer now(Call call, View view) throws Refusal, InterruptedException {
        Asked asked = Asked.of(call);
        here(call);
        if (asked.consistent()) {
            settle();
        }
        return view.of(registry.state());
    }

    /** The same, with the headers that say how near this node is to the order of writes. */
    Answer told(Call call, View view) throws Refusal, InterruptedException {
        return contact(now(call, view));
    }

    private Answer contact(Answer answer) {
        Contact contact = registry.contact();
        return answer.with("X-Consul-KnownLeader", String.valueOf(contact.leader()))
                .with("X-Consul-LastContact", String.valueOf(contact.ago().toMillis()));
    }

    private void settle() throws Refusal, InterruptedException {
        try {
            registry.consistent();
        } catch (Unavailable e) {
            throw Refusal.failed("No cluster leader");
        }
    }

    private void await(Asked asked, Topic topic) throws InterruptedException {
        if (asked.index() == 0) {
            return;
        }
        long most = asked.atMost().toNanos();
        long end = ticker.nanos() + most + random.nextLong(Math.max(1, most / JITTER));
        while (registry.state().index(topic) <= asked.index()) {
            long left = end - ticker.nanos();
            if (left <= 0) {
                return;
            }
            registry.replica().await(topic, asked.index(), Duration.ofNanos(left));
        }
    }

    /** The parameters that say when and how to read. */
    private record Asked(long index, Duration atMost, boolean consistent) {
        static Asked of(Call call) throws Refusal {
            boolean consistent = call.has("consistent");
            if (consistent && call.has("stale")) {
                throw Refusal.bad("Cannot specify ?stale with ?consistent, conflicting semantics.");
            }
            return new Asked(index(call.first("index")), span(call.first("wait")), consistent);
        }

        private static Duration span(String text) throws Refusal {
            if (text.isEmpty()) {
                return USUAL_WAIT;
            }
            try {
                Duration told = GoDuration.parse(text);
                if (!told.isPositive()) {
                    return USUAL_WAIT;
                }
                return told.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : told;
            } catch (Unreadable e) {
                throw Refusal.bad("Invalid wait time");
            }
        }

        private static long index(String text) throws Refusal {
            if (text.isEmpty()) {
                return 0;
            }
            try {
                long index = GoNumber.unsigned(text);
                return index < 0 ? Long.MAX_VALUE : index;
            } catch (Unreadable e) {
                throw Refusal.bad("Invalid index");
            }
        }
    }
}
