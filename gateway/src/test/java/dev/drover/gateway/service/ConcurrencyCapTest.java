package dev.drover.gateway.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.gateway.stage.Notes;
import dev.drover.gateway.stage.Outcome;
import dev.drover.gateway.stage.Request;
import dev.drover.gateway.stage.Text;
import dev.drover.testkit.Await;
import io.netty.util.concurrent.DefaultEventExecutor;
import io.netty.util.concurrent.EventExecutor;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ConcurrencyCapTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    private final EventExecutor loop = new DefaultEventExecutor();
    private final EventExecutor otherLoop = new DefaultEventExecutor();
    private final List<String> resumed = new CopyOnWriteArrayList<>();
    private final ConcurrencyCap cap = new ConcurrencyCap();

    @AfterEach
    void end() {
        loop.shutdownGracefully(0, 0, TimeUnit.SECONDS);
        otherLoop.shutdownGracefully(0, 0, TimeUnit.SECONDS);
    }

    private Waiter waiter(String name, EventExecutor on) {
        return new Waiter(cap, new Waiting(name, on, resumed));
    }

    @Test
    void letsInUpToTheLimit() {
        cap.limit(2, 10);
        assertTrue(cap.enter());
        assertTrue(cap.enter());
        assertFalse(cap.enter());
        cap.leave();
        assertTrue(cap.enter());
    }

    @Test
    void handsPlacesOverInOrderAcrossLoops() {
        cap.limit(1, 10);
        assertTrue(cap.enter());
        assertTrue(cap.queue(waiter("first", loop)));
        assertTrue(cap.queue(waiter("second", otherLoop)));
        assertFalse(cap.enter(), "nobody passes those who wait");
        cap.leave();
        Await.until("the first goes on", SOON, () -> resumed.equals(List.of("first continue")));
        cap.leave();
        Await.until("the second goes on", SOON, () -> resumed.equals(List.of("first continue", "second continue")));
        cap.leave();
        assertEquals(0, cap.inUse());
        assertEquals(0, cap.waiting());
    }

    @Test
    void turnsAwayBeyondTheQueue() {
        cap.limit(1, 1);
        assertTrue(cap.enter());
        assertTrue(cap.queue(waiter("first", loop)));
        assertFalse(cap.queue(waiter("second", loop)));
        assertEquals(1, cap.waiting());
    }

    @Test
    void turnsAwayWhoWaitedTooLong() {
        cap.limit(1, 10);
        assertTrue(cap.enter());
        Waiter waiter = waiter("late", loop);
        cap.queue(waiter);
        waiter.arm(1);
        Await.until("it is turned away", SOON, () -> resumed.equals(List.of("late 503")));
        assertEquals(0, cap.waiting());
        cap.leave();
        assertEquals(0, cap.inUse());
    }

    @Test
    void passesOverWhoIsGone() {
        cap.limit(1, 10);
        assertTrue(cap.enter());
        Waiter gone = waiter("gone", loop);
        cap.queue(gone);
        cap.queue(waiter("there", loop));
        gone.abandon();
        cap.leave();
        Await.until("the one that is there goes on", SOON, () -> resumed.equals(List.of("there continue")));
    }

    @Test
    void letsWaitingOnesInWhenTheLimitGrows() {
        cap.limit(1, 10);
        assertTrue(cap.enter());
        cap.queue(waiter("first", loop));
        cap.limit(2, 10);
        Await.until("it goes on", SOON, () -> resumed.equals(List.of("first continue")));
    }

    @Test
    void neverExceedsTheLimitNorLosesAWaiter() throws Exception {
        int limit = 3;
        int each = 2_000;
        cap.limit(limit, Integer.MAX_VALUE);
        var inside = new AtomicInteger();
        var most = new AtomicInteger();
        var left = new CountDownLatch(2 * each);
        for (EventExecutor on : List.of(loop, otherLoop)) {
            on.execute(() -> {
                for (int i = 0; i < each; i++) {
                    enterOrWait(on, inside, most, left);
                }
            });
        }
        assertTrue(left.await(20, TimeUnit.SECONDS), left.getCount() + " never got a place");
        assertTrue(most.get() <= limit, "at once: " + most.get());
        Await.until("all places are free", SOON, () -> cap.inUse() == 0 && cap.waiting() == 0);
    }

    private void enterOrWait(EventExecutor on, AtomicInteger inside, AtomicInteger most, CountDownLatch left) {
        Runnable visit = () -> {
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            on.execute(() -> {
                inside.decrementAndGet();
                left.countDown();
                cap.leave();
            });
        };
        if (cap.enter()) {
            visit.run();
        } else {
            assertTrue(cap.queue(new Waiter(cap, new Waiting("w", on, new ArrayList<>()) {
                @Override
                public void resume(Outcome outcome) {
                    visit.run();
                }
            })));
        }
    }

    @Test
    void survivesThoseWhoGiveUpAtRandom() throws Exception {
        cap.limit(2, Integer.MAX_VALUE);
        int count = 3_000;
        var settled = new CountDownLatch(count);
        var random = new Random(7);
        loop.execute(() -> {
            for (int i = 0; i < count; i++) {
                boolean givesUp = random.nextInt(3) == 0;
                if (cap.enter()) {
                    otherLoop.execute(() -> {
                        cap.leave();
                        settled.countDown();
                    });
                    continue;
                }
                Waiter waiter = new Waiter(cap, new Waiting("w", loop, new ArrayList<>()) {
                    @Override
                    public void resume(Outcome outcome) {
                        otherLoop.execute(() -> {
                            cap.leave();
                            settled.countDown();
                        });
                    }
                });
                assertTrue(cap.queue(waiter));
                if (givesUp) {
                    waiter.abandon();
                    settled.countDown();
                }
            }
        });
        assertTrue(settled.await(20, TimeUnit.SECONDS), settled.getCount() + " are left");
        Await.until("all places are free", SOON, () -> cap.inUse() == 0 && cap.waiting() == 0);
    }

    /** A request that only waits. */
    private static class Waiting implements Request {
        private final String name;
        private final EventExecutor loop;
        private final List<String> resumed;
        private final Notes notes = new Notes();

        Waiting(String name, EventExecutor loop, List<String> resumed) {
            this.name = name;
            this.loop = loop;
            this.resumed = resumed;
        }

        @Override
        public String method() {
            return "GET";
        }

        @Override
        public Text path() {
            return Text.of("/");
        }

        @Override
        public Text query() {
            return Text.of("");
        }

        @Override
        public boolean hasQuery() {
            return false;
        }

        @Override
        public Text host() {
            return Text.of("h");
        }

        @Override
        public Text authority() {
            return Text.of("h");
        }

        @Override
        public @Nullable Text field(byte[] lower) {
            return null;
        }

        @Override
        public @Nullable Text field(byte[] lower, int n) {
            return null;
        }

        @Override
        public InetAddress client() {
            return InetAddress.getLoopbackAddress();
        }

        @Override
        public boolean fromTrusted() {
            return false;
        }

        @Override
        public String scheme() {
            return "http";
        }

        @Override
        public String protocol() {
            return "HTTP/1.1";
        }

        @Override
        public String listener() {
            return "web";
        }

        @Override
        public Notes notes() {
            return notes;
        }

        @Override
        public EventExecutor loop() {
            return loop;
        }

        @Override
        public void resume(Outcome outcome) {
            resumed.add(name + (outcome instanceof Outcome.Respond(var answer) ? " " + answer.status() : " continue"));
        }
    }
}
