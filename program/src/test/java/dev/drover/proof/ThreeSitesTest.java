package dev.drover.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.drover.testkit.Await;
import dev.drover.testkit.process.Finished;
import dev.drover.testkit.process.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Three sites of one node each, and ways between them that are cut: what stands at a site is removed by a majority of sites alone. */
@Tag("long")
@Timeout(900)
final class ThreeSitesTest {
    private static final Duration SOON = Duration.ofSeconds(90);

    /** Longer than checks take to fail, and silence to be seen. */
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(20);

    private static final List<String> SITES = List.of("fra", "nyc", "sin");

    @TempDir
    Path folder;

    private final List<DroverProcess> nodes = new ArrayList<>();
    private final List<Running> shops = new ArrayList<>();
    private Machines machines;

    private String file() {
        return """
                sites: {fra: {}, nyc: {}, sin: {}}
                nodes:
                  fra-1: {site: fra, address: %1$s}
                  nyc-1: {site: nyc, address: %2$s}
                  sin-1: {site: sin, address: %3$s}
                registry: {ensemble: [fra-1, nyc-1, sin-1], secret: {file: registry.secret}}
                services:
                  fra: {site: fra, instances: {addresses: ["%1$s:9001"]}, health: {interval: 1s, timeout: 900ms, fall: 3, rise: 1}}
                  nyc: {site: nyc, instances: {addresses: ["%2$s:9001"]}, health: {interval: 1s, timeout: 900ms, fall: 3, rise: 1}}
                  sin: {site: sin, instances: {addresses: ["%3$s:9001"]}, health: {interval: 1s, timeout: 900ms, fall: 3, rise: 1}}
                """.formatted(machines.address(0), machines.address(1), machines.address(2));
    }

    @BeforeEach
    void start() throws IOException {
        Needs.root();
        Needs.program("ip");
        Needs.program("nft");
        machines = new Machines(SITES.size());
        for (int i = 0; i < SITES.size(); i++) {
            String site = SITES.get(i);
            Path own = Files.createDirectories(folder.resolve(site));
            Files.writeString(own.resolve("registry.secret"), "a secret of more than thirty-two characters\n");
            shops.add(shop(i));
            nodes.add(DroverProcess.onMachine(own, file(), machines.on(i), "--node", site + "-1"));
        }
        for (int at = 0; at < SITES.size(); at++) {
            for (String site : SITES) {
                awaitMeasured(at, site, "up");
            }
        }
        Await.until("all hear all", SOON, () -> Stream.of(0, 1, 2).allMatch(this::hearsAll), this::said);
    }

    private Running shop(int site) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var command = new ArrayList<>(machines.on(site));
        command.addAll(List.of(
                java, Path.of("../examples/two-sites/Shop.java").toString(), SITES.get(site), machines.address(site)));
        return Running.of(command).start();
    }

    @AfterEach
    void stop() {
        nodes.forEach(DroverProcess::close);
        shops.forEach(Running::close);
        if (machines != null) {
            machines.close();
        }
    }

    private String said() {
        var text = new StringBuilder();
        nodes.forEach(n -> text.append(n.said()).append("\n----\n"));
        return text.toString();
    }

    private boolean hearsAll(int at) {
        return nodes.get(at)
                .json("status")
                .path("registry")
                .path("sites")
                .valueStream()
                .allMatch(s -> !s.path("node").asText().isEmpty()
                        && !s.path("silentSince").isTextual());
    }

    private String measured(int at, String service) {
        Finished asked = nodes.get(at).drover("status", "--json");
        if (asked.exit() != 0) {
            return asked.err();
        }
        JsonNode line = nodes.get(at).service(service).path("instances").path(0);
        return line.path("measured").asText() + ": " + line.path("reason").asText();
    }

    private void awaitMeasured(int at, String service, String state) {
        Await.until(
                SITES.get(at) + " has " + service + " " + state,
                SOON,
                () -> measured(at, service).startsWith(state + ":"),
                () -> measured(at, service) + "\n" + said());
    }

    private void awaitSilent(int at, String site) {
        Await.until(SITES.get(at) + " does not hear " + site, SOON, () -> silent(at, site), this::said);
    }

    private boolean silent(int at, String site) {
        return nodes.get(at)
                .json("status")
                .path("registry")
                .path("sites")
                .valueStream()
                .anyMatch(s -> s.path("name").asText().equals(site)
                        && s.path("silentSince").isTextual());
    }

    /** For as long as it takes to be wrong. */
    private void stays(int at, String service, String state) {
        long end = System.nanoTime() + LONG_ENOUGH.toNanos();
        var wrong = new AtomicReference<>("");
        Await.until(
                "time to be wrong",
                LONG_ENOUGH.multipliedBy(3),
                () -> {
                    String is = measured(at, service);
                    if (!is.startsWith(state + ":")) {
                        wrong.set(is);
                    }
                    return !wrong.get().isEmpty() || System.nanoTime() > end;
                },
                this::said);
        assertEquals("", wrong.get());
    }

    @Test
    void takeOutADeadSiteTogetherAndBringItBack() {
        nodes.getFirst().kill();
        shops.getFirst().close();
        awaitMeasured(1, "fra", "down");
        awaitMeasured(2, "fra", "down");
        String words = measured(1, "fra");
        assertTrue(words.matches("down: 2 of [23] sites measure it down; nyc: .*; sin: .*"), words);
        awaitSilent(1, "fra");
        assertTrue(measured(1, "sin").startsWith("up:"), () -> measured(1, "sin"));
        nodes.getFirst().startAnew();
        shops.set(0, shop(0));
        awaitMeasured(1, "fra", "up");
        awaitMeasured(2, "fra", "up");
    }

    @Test
    void leaveEverythingInWhereASiteIsCutOff() {
        machines.cut(1, true, 0, 2);
        awaitSilent(1, "fra");
        awaitSilent(1, "sin");
        stays(1, "fra", "up");
        assertTrue(measured(1, "sin").startsWith("up:"), () -> measured(1, "sin"));
        awaitMeasured(0, "nyc", "down");
        awaitMeasured(2, "nyc", "down");
        assertTrue(measured(0, "sin").startsWith("up:"), () -> measured(0, "sin"));
        machines.mend(1);
        awaitMeasured(0, "nyc", "up");
        awaitMeasured(2, "nyc", "up");
        Await.until("nyc hears all", SOON, () -> hearsAll(1), this::said);
    }

    @Test
    void outvoteASiteOfWhichOneWayIsBroken() {
        machines.cut(1, false, 0);
        awaitSilent(1, "fra");
        awaitSilent(0, "nyc");
        stays(1, "fra", "up");
        assertTrue(measured(0, "nyc").startsWith("up:"), () -> measured(0, "nyc"));
        machines.mend(1);
        Await.until("nyc hears all", SOON, () -> hearsAll(1), this::said);
    }
}
