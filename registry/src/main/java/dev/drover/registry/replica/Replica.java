package dev.drover.registry.replica;

import dev.drover.registry.state.State;
import dev.drover.registry.state.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The last state, and those who wait for a topic of it to change.
 *
 * <p>Waiting costs a parked thread and a few words, so ten thousand virtual threads may wait. Publishing touches only the waiters of
 * the topics that changed. No wake-up is lost: a waiter enrols first and looks at the state then, a publisher sets the state first and
 * looks for waiters then.
 */
public final class Replica {
    private final Waiters waiters = new Waiters();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private volatile State state = State.EMPTY;

    /** Somebody who is told of every change, by the one writer: it must be quick. */
    public interface Listener {
        /** The state has changed in these topics. */
        void changed(Set<Topic> topics);

        /** The state may have changed in any way. */
        void replaced();
    }

    public State state() {
        return state;
    }

    /** The position of the last command applied here. */
    public long index() {
        return state.index();
    }

    /**
     * Waits until the topic's index exceeds {@code after}.
     *
     * @return whether it does; false when the time is over. Where it does already this returns at once.
     */
    public boolean await(Topic topic, long after, Duration atMost) throws InterruptedException {
        if (state.index(topic) > after) {
            return true;
        }
        try (var waiter = waiters.enrol(topic)) {
            return state.index(topic) > after || waiter.await(atMost);
        }
    }

    public void listen(Listener listener) {
        listeners.add(listener);
    }

    public void deaf(Listener listener) {
        listeners.remove(listener);
    }

    /** How many are waiting now. */
    public int waiting() {
        return waiters.count();
    }

    /** Sets the next state and wakes who waits for what changed. For the one writer. */
    public void publish(State next, Set<Topic> touched) {
        if (touched.contains(new Topic.Everything())) {
            replace(next);
            return;
        }
        state = next;
        waiters.wake(touched);
        listeners.forEach(l -> l.changed(touched));
    }

    /** Sets a state that did not come from the last by known changes, and wakes everybody. For the one writer. */
    public void replace(State next) {
        state = next;
        waiters.wakeAll();
        listeners.forEach(Listener::replaced);
    }
}
