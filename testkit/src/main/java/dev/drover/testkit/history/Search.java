package dev.drover.testkit.history;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A search for an order of the operations on one part that explains what each returned: Wing and Gong, "Testing and Verifying
 * Concurrent Objects" (Journal of Parallel and Distributed Computing 17, 1993), section 4, with the memory of Lowe, "Testing for
 * Linearizability" (Concurrency and Computation 29(4), 2017), section 4.
 *
 * <p>Calls and returns stand in a list, by time. The next operation of the order can be any whose call stands before the first
 * return: it is taken if the model allows its output in the state so far, and its call and return are lifted out of the list.
 * Where a return comes first the last choice was wrong and is put back. Two orders of the same operations that come to the same
 * state have the same future, so that a set of operations with a state is entered only once.
 */
final class Search<S, I, O> {
    private static final int HEAD = 0;
    private static final int NONE = -1;

    /** What was entered: which operations happened, and what the state was then. */
    private record Configuration(BitSet happened, Object state) {}

    private record Choice<S>(int operation, S before) {}

    private final Model<S, I, O> model;
    private final List<Operation<I, O>> operations;
    private final int[] operationOf;
    private final int[] callOf;
    private final int[] returnOf;
    private final int[] next;
    private final int[] previous;

    private final Set<Configuration> entered = new HashSet<>();
    private final BitSet happened = new BitSet();
    private final Deque<Choice<S>> order = new ArrayDeque<>();
    private S state;
    private int unexplained;

    Search(Model<S, I, O> model, List<Operation<I, O>> operations) {
        this.model = model;
        this.operations = operations;
        this.state = model.initial();
        this.unexplained = (int) operations.stream().filter(Operation::returned).count();
        int events = operations.size() + unexplained;
        operationOf = new int[events + 1];
        callOf = new int[operations.size()];
        returnOf = new int[operations.size()];
        next = new int[events + 1];
        previous = new int[events + 1];
        list();
    }

    private record Event(long moment, int operation, boolean isCall) {}

    private void list() {
        var events = new ArrayList<Event>();
        for (int i = 0; i < operations.size(); i++) {
            var operation = operations.get(i);
            events.add(new Event(operation.begin(), i, true));
            if (operation.returned()) {
                events.add(new Event(operation.end(), i, false));
            }
        }
        // at the same moment calls come first: what may have overlapped did
        events.sort(Comparator.comparingLong(Event::moment).thenComparing(e -> !e.isCall));
        Arrays.fill(returnOf, NONE);
        for (int i = 0; i < events.size(); i++) {
            int at = i + 1;
            var event = events.get(i);
            operationOf[at] = event.operation;
            (event.isCall ? callOf : returnOf)[event.operation] = at;
            next[i] = at;
            previous[at] = i;
        }
        next[events.size()] = NONE;
    }

    /** How a search ended. */
    enum End {
        FOUND,
        THERE_IS_NONE,
        NOT_KNOWN
    }

    /** Looks for such an order, until {@code budget} configurations were entered. */
    End run(long budget) {
        int at = next[HEAD];
        while (unexplained > 0) {
            if (at != NONE && isCall(at)) {
                if (take(operationOf[at])) {
                    at = next[HEAD];
                    if (entered.size() > budget) {
                        return End.NOT_KNOWN;
                    }
                } else {
                    at = next[at];
                }
            } else if (order.isEmpty()) {
                return End.THERE_IS_NONE;
            } else {
                at = next[callOf[putBack()]];
            }
        }
        return End.FOUND;
    }

    /** Operations in the order that explains them, after a search that found one. */
    List<Operation<I, O>> found() {
        var list = new ArrayList<Operation<I, O>>();
        order.descendingIterator().forEachRemaining(c -> list.add(operations.get(c.operation)));
        return list;
    }

    /** The state after {@link #found}. */
    S state() {
        return state;
    }

    private boolean isCall(int at) {
        return callOf[operationOf[at]] == at;
    }

    private boolean take(int number) {
        var operation = operations.get(number);
        S after = model.after(state, operation.input(), operation.output());
        if (after == null) {
            return false;
        }
        happened.set(number);
        if (!entered.add(new Configuration((BitSet) happened.clone(), after))) {
            happened.clear(number);
            return false;
        }
        order.push(new Choice<>(number, state));
        state = after;
        lift(callOf[number]);
        if (operation.returned()) {
            lift(returnOf[number]);
            unexplained--;
        }
        return true;
    }

    private int putBack() {
        var choice = order.pop();
        int number = choice.operation;
        state = choice.before;
        happened.clear(number);
        if (operations.get(number).returned()) {
            lower(returnOf[number]);
            unexplained++;
        }
        lower(callOf[number]);
        return number;
    }

    private void lift(int at) {
        next[previous[at]] = next[at];
        if (next[at] != NONE) {
            previous[next[at]] = previous[at];
        }
    }

    private void lower(int at) {
        next[previous[at]] = at;
        if (next[at] != NONE) {
            previous[next[at]] = at;
        }
    }
}
