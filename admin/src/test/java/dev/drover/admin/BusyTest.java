package dev.drover.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.plane.control.Refused;
import dev.drover.testkit.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Much that takes long is asked for at once. */
final class BusyTest extends AdminScene {
    @Test
    void answersProbesAndFactsWhileLargeFilesArePlanned() throws Exception {
        String body = "{\"folder\":\"/a\",\"texts\":{\"f\":\"\"}}";
        int plans = 2 * Runtime.getRuntime().availableProcessors() + 2;
        var answered = new ArrayList<CompletableFuture<Answer>>();
        control.busy = true;
        try (var askers = Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
            for (int i = 0; i < plans; i++) {
                answered.add(CompletableFuture.supplyAsync(() -> plan(body), askers));
            }
            Await.until("a plan under way", Duration.ofSeconds(30), () -> control.planning.get() > 0);
            for (String path : new String[] {"/livez", "/readyz", "/metrics", "/v1/status"}) {
                assertEquals(200, asked("GET", path, "").status(), path);
            }
            assertEquals(1, control.planning.get(), "no plan has ended meanwhile");
            control.busy = false;
        } finally {
            control.busy = false;
        }
        for (CompletableFuture<Answer> plan : answered) {
            assertEquals(422, plan.get(30, TimeUnit.SECONDS).status());
        }
        assertEquals(plans, control.planning.get());
    }

    private Answer plan(String body) {
        try {
            return asked("POST", "/v1/plan", body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void tellsWhomItCannotServeThatItIsBusy() throws Exception {
        var desk = new Desk("test");
        var release = new CountDownLatch(1);
        int most = 33;
        var failed = new LinkedBlockingQueue<Desk.Busy>();
        try (var askers = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().factory())) {
            for (int i = 0; i <= most; i++) {
                askers.execute(() -> {
                    try {
                        assertTrue(desk.ask(() -> release.await(20, TimeUnit.SECONDS)));
                    } catch (Desk.Busy e) {
                        failed.add(e);
                    } catch (Refused | IOException e) {
                        throw new IllegalStateException(e);
                    }
                });
            }
            Desk.Busy busy = failed.poll(10, TimeUnit.SECONDS);
            assertTrue(busy != null && busy.getMessage().contains("try again"), String.valueOf(busy));
            release.countDown();
        }
        assertEquals(0, failed.size());
        desk.close();
    }
}
