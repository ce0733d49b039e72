package dev.drover.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import dev.drover.board.InstanceId;
import dev.drover.policy.vantage.Panel;
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

/** Three nodes measure an instance of a fourth machine: the majority of those that can tell decides, on all of them. */
@Tag("long")
@Timeout(900)
final class ThreeVantagesTest {
    private static final Duration SOON = Duration.ofSeconds(180);
    private static final List<String> NAMES = List.of("a", "b", "c");
    private static final int INSTANCE = NAMES.size();
    private static final int PORT = 9000;

    @TempDir
    Path folder;

    private final List<DroverProcess> nodes = new ArrayList<>();
    private Machines machines;
    private Running instance;

    @BeforeEach
    void start() throws IOException {
        Needs.root();
        Needs.program("ip");
        Needs.program("nft");
        machines = new Machines(NAMES.size() + 1);
        serve();
        for (int i = 0; i < NAMES.size(); i++) {
            Path own = Files.createDirectories(folder.resolve(NAMES.get(i)));
            Files.writeString(own.resolve("registry.secret"), "a secret of more than thirty-two characters\n");
            nodes.add(DroverProcess.onMachine(own, yaml(), machines.on(i), "--node", NAMES.get(i)));
        }
        awaitSaid(List.of(0, 1, 2), "up", "3 of 3 nodes measure it up");
    }

    @AfterEach
    void stop() {
        nodes.forEach(DroverProcess::close);
        if (instance != null) {
            instance.close();
        }
        if (machines != null) {
            machines.close();
        }
    }

    private String yaml() {
        return """
                nodes:
                  a: {address: %s}
                  b: {address: %s}
                  c: {address: %s}
                registry: {ensemble: [a, b, c], secret: {file: registry.secret}}
                services:
                  shop:
                    instances: {addresses: ["%s:%d"]}
                    health: {check: {http: {path: /}}, interval: 1s, timeout: 500ms, fall: 3, rise: 2, flaps: off, evidence: off}
                """.formatted(
                machines.address(0), machines.address(1), machines.address(2), machines.address(INSTANCE), PORT);
    }

    /** Any web server that somebody else wrote. */
    private void serve() throws IOException {
        var command = new ArrayList<>(machines.on(INSTANCE));
        command.add(
                Path.of(System.getProperty("java.home"), "bin", "jwebserver").toString());
        command.addAll(List.of("-b", "0.0.0.0", "-p", String.valueOf(PORT)));
        command.addAll(
                List.of("-d", Files.createDirectories(folder.resolve("pages")).toString()));
        instance = Running.of(command).start();
        instance.awaitLine("its address", Duration.ofSeconds(30), l -> l.contains("URL"));
    }

    private void nft(int machine, String... arguments) {
        var command = new ArrayList<>(machines.on(machine));
        command.add("nft");
        command.addAll(List.of(arguments));
        Finished.run(Duration.ofSeconds(20), command).succeeded();
    }

    /** What this machine sends to the instance is lost. */
    private void cut(int machine) {
        nft(machine, "add", "table", "inet", "cut");
        nft(machine, "add", "chain", "inet", "cut", "out", "{ type filter hook output priority 0; }");
        nft(machine, "add", "rule", "inet", "cut", "out", "ip", "daddr", machines.address(INSTANCE), "drop");
    }

    private void mend(int machine) {
        nft(machine, "delete", "table", "inet", "cut");
    }

    /** On each of these nodes the instance is measured so, and {@code explain} says why. */
    private void awaitSaid(List<Integer> of, String measured, String... why) {
        for (int node : of) {
            Await.until(
                    NAMES.get(node) + " to measure it " + measured + ", " + List.of(why),
                    SOON,
                    () -> {
                        Finished told = nodes.get(node).drover("explain", "shop");
                        return told.exit() == 0
                                && told.out().matches("(?s).* measured +" + measured + " +since .*")
                                && List.of(why).stream().allMatch(told.out()::contains);
                    },
                    () -> nodes.get(node).drover("explain", "shop") + "\n" + said());
        }
    }

    private String measured(int node) {
        JsonNode instances = nodes.get(node).service("shop").path("instances");
        return instances.path(0).path("measured").asText();
    }

    private String said() {
        var text = new StringBuilder();
        nodes.forEach(n -> text.append(n.said()).append("\n----\n"));
        return text.toString();
    }

    @Test
    void oneThatDoesNotReachItIsOutvotedAndNamed() {
        cut(0);
        awaitSaid(List.of(0, 1, 2), "up", "2 of 3 nodes measure it up", "; a: ");
        cut(1);
        awaitSaid(List.of(0, 1, 2), "down", "2 of 3 nodes measure it down", "; a: ", "; b: ");
        mend(0);
        awaitSaid(List.of(0, 1, 2), "up", "2 of 3 nodes measure it up", "; b: ");
        mend(1);
        awaitSaid(List.of(0, 1, 2), "up", "3 of 3 nodes measure it up");
    }

    @Test
    void theDeputiesGoOnWithoutTheOwner() throws IOException {
        String name = nodes.getFirst()
                .service("shop")
                .path("instances")
                .path(0)
                .path("name")
                .asText();
        int owner = NAMES.indexOf(
                Panel.of(new InstanceId("shop", name), NAMES).nodes().getFirst());
        List<Integer> deputies = List.of((owner + 1) % 3, (owner + 2) % 3);
        nodes.get(owner).kill();
        instance.close();
        awaitSaid(deputies, "down", "nodes measure it down");
        serve();
        awaitSaid(deputies, "up", "2 of 2 nodes measure it up");
        instance.close();
        awaitSaid(deputies, "down", "2 of 2 nodes measure it down");
        serve();
        nodes.get(owner).startAnew();
        awaitSaid(List.of(0, 1, 2), "up", "3 of 3 nodes measure it up");
    }

    /** What was agreed holds for half a minute; longer than that nobody can be asked, and each goes by what it measures. */
    @Test
    void eachMeasuresAloneWhenTheRegistryIsAway() {
        cut(0);
        awaitSaid(List.of(0, 1, 2), "up", "2 of 3 nodes measure it up", "; a: ");
        nodes.get(1).kill();
        nodes.get(2).kill();
        assertEquals("up", measured(0), "what was agreed holds");
        awaitSaid(List.of(0), "down");
        String told = nodes.getFirst().drover("explain", "shop").out();
        assertFalse(told.contains("nodes measure it"), told);
        mend(0);
        awaitSaid(List.of(0), "up");
        nodes.get(1).startAnew();
        nodes.get(2).startAnew();
        awaitSaid(List.of(0, 1, 2), "up", "3 of 3 nodes measure it up");
    }
}
