package dev.drover.testkit.history;

import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A record of what several clients did at the same time. Moments are counted, not measured: a call takes its number before anything
 * is sent, a return after everything has come, so that an operation which returned before another was called has the lower numbers
 * whatever the machine's clocks do.
 *
 * @param <I> what is asked for
 * @param <O> what was answered
 */
public final class History<I, O> {
    private final AtomicLong moment = new AtomicLong();
    private final ConcurrentLinkedQueue<Call> calls = new ConcurrentLinkedQueue<>();

    /** An operation that is under way. Exactly one of its methods is to be called; if none is, it counts as lost. */
    public final class Call {
        private final int client;
        private final I input;
        private final long begin = moment.getAndIncrement();
        private volatile Operation<I, O> operation;

        private Call(int client, I input) {
            this.client = client;
            this.input = input;
            this.operation = new Operation<>(client, input, null, begin, Operation.NEVER);
        }

        /** It was answered. */
        public void returned(O output) {
            operation = new Operation<>(client, input, output, begin, moment.getAndIncrement());
        }

        /** Nobody knows whether it happened or ever will. */
        public void lost() {
            operation = new Operation<>(client, input, null, begin, Operation.NEVER);
        }

        /** It certainly has not happened and never will, as when no connection could be made. It is struck from the record. */
        public void refused() {
            calls.remove(this);
        }
    }

    /** A client calls. */
    public Call begin(int client, I input) {
        var call = new Call(client, input);
        calls.add(call);
        return call;
    }

    /** All that was recorded until now, by the time of the call. */
    public List<Operation<I, O>> operations() {
        return calls.stream()
                .map(c -> c.operation)
                .sorted(Comparator.comparingLong(Operation::begin))
                .toList();
    }
}
