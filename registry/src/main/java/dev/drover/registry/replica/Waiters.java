package dev.drover.registry.replica;

import dev.drover.registry.state.Topic;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Who waits, by topic. */
final class Waiters {
    private final Map<Topic, Set<Waiter>> byTopic = new ConcurrentHashMap<>();
    private final AtomicInteger prefixes = new AtomicInteger();

    /** Somebody who waits, from enrolment until closed. */
    final class Waiter implements AutoCloseable {
        private final Topic topic;
        private final CountDownLatch woken = new CountDownLatch(1);

        private Waiter(Topic topic) {
            this.topic = topic;
        }

        boolean await(Duration atMost) throws InterruptedException {
            return woken.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
        }

        private void wake() {
            woken.countDown();
        }

        @Override
        public void close() {
            byTopic.computeIfPresent(topic, (t, all) -> all.remove(this) && all.isEmpty() ? null : all);
            if (topic instanceof Topic.Prefix) {
                prefixes.decrementAndGet();
            }
        }
    }

    Waiter enrol(Topic topic) {
        var waiter = new Waiter(topic);
        if (topic instanceof Topic.Prefix) {
            prefixes.incrementAndGet();
        }
        byTopic.compute(topic, (t, all) -> {
            var some = all == null ? ConcurrentHashMap.<Waiter>newKeySet() : all;
            some.add(waiter);
            return some;
        });
        return waiter;
    }

    int count() {
        return byTopic.values().stream().mapToInt(Set::size).sum();
    }

    void wake(Set<Topic> touched) {
        for (var topic : touched) {
            wake(topic);
            if (topic instanceof Topic.Key(String key) && prefixes.get() > 0) {
                wakePrefixesOf(key);
            }
        }
    }

    void wakeAll() {
        byTopic.values().forEach(all -> all.forEach(Waiter::wake));
    }

    private void wakePrefixesOf(String key) {
        for (int end = 0; end <= key.length(); end++) {
            wake(new Topic.Prefix(key.substring(0, end)));
        }
    }

    private void wake(Topic topic) {
        var all = byTopic.get(topic);
        if (all != null) {
            all.forEach(Waiter::wake);
        }
    }
}
