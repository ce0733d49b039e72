package dev.drover.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.testkit.Await;
import dev.drover.testkit.process.Finished;
import dev.drover.testkit.process.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Names under floods of made-up senders, on machines of their own: a server, an attacker, an honest client, and the attacked, to whom all answers go
 * that nobody here asked for. Nothing of it leaves these namespaces.
 */
@Tag("long")
@Timeout(600)
final class NameFloodTest {
    private static final int SERVER = 0;
    private static final int ATTACKER = 1;
    private static final int CLIENT = 2;
    private static final int ATTACKED = 3;
    private static final int SECONDS = 15;
    private static final int PER_SECOND = 4000;

    /** Bytes of the large answer on the wire. */
    private static final long ANSWER = 1170;

    /** Of a machine that floods, answers and is asked on two processors at once. */
    private static final double NOISE_MILLIS = 25;

    @TempDir
    Path folder;

    private Machines machines;
    private DroverProcess node;

    @BeforeEach
    void start() {
        Needs.root();
        Needs.program("ip");
        Needs.program("python3");
        Needs.program("curl");
        machines = new Machines(4);
        on(SERVER, "ip", "route", "add", "default", "via", machines.address(ATTACKED))
                .succeeded();
        on(ATTACKER, "ip", "route", "add", "default", "via", machines.address(SERVER))
                .succeeded();
        String text = "v".repeat(250);
        node = DroverProcess.onMachine(folder, """
                listen: {names: {protocol: dns, address: "*:53"}}
                dns:
                  zones:
                    example.test:
                      nameservers: ns1.example.net
                      records:
                        - www A 192.0.2.1
                        - 'big TXT "%s" "%s" "%s" "%s"'
                """.formatted(text, text, text, text), machines.on(SERVER));
        Await.until("an answer", Duration.ofSeconds(60), () -> honest(2).answered() == 2, node::said);
    }

    @AfterEach
    void stop() {
        if (node != null) {
            node.close();
        }
        machines.close();
    }

    private Finished on(int machine, String... command) {
        var all = new ArrayList<>(machines.on(machine));
        all.addAll(List.of(command));
        return Finished.run(Duration.ofSeconds(120), all);
    }

    private Running begin(int machine, String... command) {
        var all = new ArrayList<>(machines.on(machine));
        all.addAll(List.of(command));
        return Running.of(all).start();
    }

    private static String script(String name) {
        return Path.of("src/test/resources/proof/" + name).toAbsolutePath().toString();
    }

    private record Seen(int answered, double median, double slowest) {}

    private Seen honest(int questions) {
        String[] words = on(
                        CLIENT, "python3", script("dns_honest.py"), machines.address(SERVER), String.valueOf(questions))
                .succeeded()
                .out()
                .strip()
                .split(" ");
        int answered = Integer.parseInt(words[0]);
        return answered == 0
                ? new Seen(0, 0, 0)
                : new Seen(answered, Double.parseDouble(words[1]), Double.parseDouble(words[2]));
    }

    /** Bytes that the server's machine took and sent. */
    private record Traffic(long in, long out) {
        Traffic since(Traffic before) {
            return new Traffic(in - before.in, out - before.out);
        }
    }

    private Traffic traffic() {
        String line = on(SERVER, "cat", "/proc/net/dev")
                .succeeded()
                .out()
                .lines()
                .filter(l -> l.strip().startsWith("eth0:"))
                .findFirst()
                .orElseThrow();
        String[] numbers = line.substring(line.indexOf(':') + 1).strip().split("\\s+");
        return new Traffic(Long.parseLong(numbers[0]), Long.parseLong(numbers[8]));
    }

    private long limited(String outcome) throws IOException {
        String admin = Files.readString(node.data().resolve("admin.address")).strip();
        String token = Files.readString(node.data().resolve("monitor.token")).strip();
        String page = on(SERVER, "curl", "-s", "-H", "Authorization: Bearer " + token, "http://" + admin + "/metrics")
                .succeeded()
                .out();
        return page.lines()
                .filter(l -> l.startsWith("drover_dns_limited_total{outcome=\"" + outcome + "\"}"))
                .mapToLong(l -> (long) Double.parseDouble(l.substring(l.indexOf('}') + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no such count in: " + page));
    }

    /** What went on at the server meanwhile, and what the honest client saw of it. */
    private record Flooded(long sent, Traffic traffic, Seen during) {}

    private Flooded flood(String kind) {
        Traffic before = traffic();
        try (Running flood = begin(
                ATTACKER,
                "python3",
                script("dns_flood.py"),
                machines.address(SERVER),
                kind,
                String.valueOf(SECONDS),
                String.valueOf(PER_SECOND))) {
            Seen during = honest(400);
            assertEquals(0, flood.awaitExit(Duration.ofSeconds(60)), flood::said);
            return new Flooded(Long.parseLong(flood.out().strip()), traffic().since(before), during);
        }
    }

    private static void assertHonestIsServed(Seen before, Flooded flooded) {
        Seen during = flooded.during();
        assertTrue(during.answered() >= 396, () -> "answered of 400: " + flooded);
        double most = Math.max(2 * before.slowest(), NOISE_MILLIS);
        assertTrue(during.slowest() <= most, () -> before + " before, then " + flooded);
    }

    @Test
    void sendsAnAttackedNetworkNoMoreThanItsLimit() throws IOException {
        Seen before = honest(400);
        Flooded flooded = flood("reflect");
        Traffic traffic = flooded.traffic();
        assertTrue(flooded.sent() > SECONDS * PER_SECOND / 2, flooded::toString);
        // Two hundred whole answers a second, and for every second query one as short as itself.
        long limit = (SECONDS + 3L) * 200 * ANSWER;
        assertTrue(traffic.out() < limit + traffic.in() * 6 / 10, () -> "more than the limit: " + flooded);
        assertTrue(traffic.out() < flooded.sent() * ANSWER / 8, () -> "hardly less than without a limit: " + flooded);
        assertTrue(limited("dropped") > flooded.sent() / 4, () -> "hardly any dropped: " + flooded);
        assertTrue(limited("slipped") > flooded.sent() / 4, () -> "hardly any slipped: " + flooded);
        assertHonestIsServed(before, flooded);
    }

    @Test
    void staysSmallAndQuickUnderMadeUpNamesFromEverywhere() {
        Seen before = honest(400);
        flood("random"); // what is compiled and allocated in the first place
        long resident = node.residentMiB();
        Flooded flooded = flood("random");
        assertTrue(flooded.sent() > SECONDS * PER_SECOND / 2, flooded::toString);
        assertHonestIsServed(before, flooded);
        long after = node.residentMiB();
        assertTrue(after <= resident + 16, () -> resident + " MiB resident, then " + after);
    }
}
