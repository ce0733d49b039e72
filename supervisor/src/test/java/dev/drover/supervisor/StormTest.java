package dev.drover.supervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.board.Instance;
import dev.drover.board.Intent;
import dev.drover.plane.Processes;
import dev.drover.plane.Ticker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Kills, new declarations and restarts in any order, all at once: what is wanted comes to be, and nothing else is left. */
@Tag("long")
@Timeout(180)
class StormTest {
    @TempDir
    Path data;

    private CompletableFuture<Void> restart = CompletableFuture.completedFuture(null);

    @RepeatedTest(3)
    void endsAsLastDeclaredWithNothingElseLeft(RepetitionInfo repetition) throws Exception {
        var random = new Random(repetition.getCurrentRepetition());
        String mark = "storm-" + ProcessHandle.current().pid() + "-" + repetition.getCurrentRepetition();
        try (var stage = new Stage(data)) {
            for (int i = 0; i < 60; i++) {
                act(stage, random, mark);
                new Bell(Ticker.system()).until(() -> false, java.time.Duration.ofMillis(random.nextInt(200)));
            }
            stage.apply(stage.shell("shop", 4, script(mark, 9)), stage.shell("bank", 2, script(mark, 9)));
            restart.get(60, TimeUnit.SECONDS); // it drains instances on purpose as long as it lasts
            settle(stage);
            assertSound(stage, mark);
        }
        assertEquals(0, marked(mark));
    }

    private static String script(String mark, int version) {
        return ": " + mark + " " + version + "; sleep 1000 & wait";
    }

    private void act(Stage stage, Random random, String mark) throws Exception {
        switch (random.nextInt(5)) {
            case 0, 1 -> {
                List<Processes.State> states = stage.plane.processes().states();
                if (!states.isEmpty()) {
                    states.get(random.nextInt(states.size()))
                            .pid()
                            .ifPresent(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
                }
            }
            case 2, 3 -> {
                var shop = stage.shell("shop", 1 + random.nextInt(4), script(mark, random.nextInt(3)));
                if (random.nextBoolean()) {
                    stage.apply(shop, stage.shell("bank", 1 + random.nextInt(2), script(mark, random.nextInt(2))));
                } else {
                    stage.apply(shop);
                }
            }
            default -> {
                if (!restart.isDone()) {
                    return;
                }
                restart = CompletableFuture.runAsync(() -> {
                    try {
                        stage.plane.processes().restart("shop", step -> {});
                    } catch (Processes.Unknown | InterruptedException e) {
                        // It is not declared at the moment.
                    }
                });
            }
        }
    }

    private static void settle(Stage stage) {
        stage.await(() -> {
            stage.measure();
            List<Processes.State> states = stage.plane.processes().states();
            return states.size() == 6
                    && instances(stage) == 6
                    && stage.plane.processes().rollouts().isEmpty()
                    && states.stream()
                            .allMatch(s -> s.phase() == Processes.Phase.RUNNING
                                    && s.command().getLast().contains(" 9;"));
        });
    }

    private static void assertSound(Stage stage, String mark) throws IOException {
        List<Processes.State> states = stage.plane.processes().states();
        var ports = new HashSet<Integer>();
        for (Processes.State state : states) {
            Instance instance = stage.board.now().instance(state.id()).orElseThrow();
            assertEquals(state.port().getAsInt(), instance.address().getPort());
            assertEquals(Intent.Wish.IN_SERVICE, instance.intent().wish(), state.toString());
            assertTrue(ports.add(instance.address().getPort()), states.toString());
        }
        stage.await(() -> marked(mark) == 6); // a shell that forks has the mark twice for a moment
        try (var notes = Files.list(stage.data.resolve("run"))) {
            assertEquals(6, notes.count());
        }
    }

    private static int instances(Stage stage) {
        return stage.board.now().services().values().stream()
                .mapToInt(s -> s.instances().size())
                .sum();
    }

    /** Living shells with the mark in their command line. */
    private static long marked(String mark) {
        return ProcessHandle.allProcesses()
                .filter(p -> cmdline(p.pid()).contains(mark))
                .count();
    }

    private static String cmdline(long pid) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/cmdline"));
        } catch (IOException e) {
            return ""; // it ended
        }
    }
}
