package dev.drover.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.drover.testkit.Await;
import dev.drover.testkit.process.Running;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's tour, typed as it stands there: each command prints what the page shows, and the node ends with 0. */
class ReadmeTourTest {
    private static final int[] PORTS = {8080, 8443, 8500};

    @TempDir
    private Path folder;

    @Test
    void showsWhatHappens() throws IOException, InterruptedException {
        var tour = Tour.read(SourceFile.read(Path.of("../README.md")).lines());
        assertFalse(tour.steps().isEmpty(), "README.md has no console block");
        var serving = new ArrayList<Running>();
        var beside = new ArrayList<Running>();
        try (var terminal = new Terminal(folder)) {
            assumeTrue(
                    terminal.ownNetwork() || free(),
                    "ports 8080, 8443 and 8500 are in use here, and only root gets a network of its own");
            for (Tour.Step step : tour.steps()) {
                if (step.serves()) {
                    Running program = serve(terminal, step);
                    (step.isBeside() ? beside : serving).add(program);
                } else {
                    type(terminal, step);
                }
            }
            for (Running node : serving) {
                node.terminate();
                assertEquals(0, node.awaitExit(Duration.ofSeconds(60)), node::said);
            }
        } finally {
            serving.forEach(Running::close);
            beside.forEach(Running::close);
        }
    }

    private static Running serve(Terminal terminal, Tour.Step step) {
        Running node = terminal.start(step.program());
        Await.until(
                "what README.md:" + step.line() + " shows",
                Duration.ofSeconds(120),
                () -> step.missingIn(node.out()).isEmpty(),
                () -> "missing: " + step.missingIn(node.out()) + "\n" + node.said());
        return node;
    }

    /** What only looks may look again: health and drains take their time. */
    private static void type(Terminal terminal, Tour.Step step) {
        boolean looks = step.command().matches("\\./drover (status|explain|route|history|dns (query|explain)) ?.*");
        var output = new String[] {""};
        Await.until(
                "what README.md:" + step.line() + " shows for " + step.command(),
                Duration.ofSeconds(looks ? 60 : 0),
                () -> {
                    output[0] = terminal.run(step.command());
                    return step.missingIn(output[0]).isEmpty();
                },
                () -> "missing: " + step.missingIn(output[0]) + "\nprinted:\n" + output[0]);
    }

    private static boolean free() {
        for (int port : PORTS) {
            try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                socket.setReuseAddress(true);
            } catch (IOException e) {
                return false;
            }
        }
        return true;
    }
}
