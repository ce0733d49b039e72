package dev.drover.registry.consul;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.registry.command.Command;
import dev.drover.registry.entry.Service;
import dev.drover.testkit.Await;
import dev.drover.testkit.process.Running;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Ten thousand blocking queries over HTTP: what they hold, and whom a change wakes. */
@Tag("long")
@Timeout(180)
class ManyQueriesTest {
    private static final System.Logger LOG = System.getLogger(ManyQueriesTest.class.getName());
    private static final int QUERIES = 10_000;
    private static final int SERVICES = 100;
    private static final int EACH = QUERIES / SERVICES;

    /** A buffer of 8 KiB of its connection, the stack of its thread, request and response; nothing of the answer before. */
    private static final long MOST_BYTES = 24 << 10;

    @Test
    void holdsTenThousandAndWakesThoseOfOneService() throws Exception {
        try (var fixture = Fixture.start()) {
            for (int i = 0; i < SERVICES; i++) {
                register(fixture, i, 1);
            }
            long before = inUse();
            try (var clients = clients(fixture)) {
                untilWaiting(fixture, QUERIES, clients);
                long each = (inUse() - before) / QUERIES;
                LOG.log(Level.INFO, "a blocking query holds {0} bytes", each);
                assertTrue(each <= MOST_BYTES, () -> each + " bytes each");
                register(fixture, 7, 2);
                String last = clients.awaitLine(
                        "the last answer", Duration.ofSeconds(30), l -> l.startsWith(EACH + " answered"));
                assertEquals(EACH + " answered: HTTP/1.1 200", last);
                untilWaiting(fixture, QUERIES - EACH, clients);
            }
        }
    }

    private static void register(Fixture fixture, int service, int port) throws Exception {
        fixture.registry()
                .apply(new Command.PutService(
                        Service.of("alpha", "s" + service, "s" + service, port), List.of(), false, false));
    }

    private static Running clients(Fixture fixture) {
        return Running.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holding.class.getName(),
                        Integer.toString(fixture.port()),
                        Integer.toString(QUERIES),
                        Integer.toString(SERVICES),
                        Long.toString(fixture.registry().state().index()))
                .start();
    }

    private static void untilWaiting(Fixture fixture, int count, Running clients) {
        Await.until(
                count + " queries that wait",
                Duration.ofSeconds(60),
                () -> fixture.registry().replica().waiting() == count,
                clients::said);
    }

    private static long inUse() {
        System.gc();
        var memory = Runtime.getRuntime();
        return memory.totalMemory() - memory.freeMemory();
    }
}
