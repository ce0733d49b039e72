package dev.drover.supervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.board.InstanceId;
import dev.drover.board.Intent;
import dev.drover.board.Measured;
import dev.drover.plane.NotPrepared;
import dev.drover.plane.Processes.Phase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SupervisorPlaneTest {
    private static final String FOREVER = "exec sleep 1000";

    @TempDir
    Path data;

    private Stage stage;

    @BeforeEach
    void open() {
        stage = new Stage(data);
    }

    @AfterEach
    void leavesNoProcessBehind() {
        List<Long> pids = stage.plane.processes().states().stream()
                .flatMap(s -> s.pid().stream().boxed())
                .toList();
        stage.close();
        for (long pid : pids) {
            assertFalse(ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false), "still runs: " + pid);
        }
    }

    @Test
    void startsAsManyAsDeclaredAndTellsTheBoardWhereTheyAre() throws Exception {
        stage.apply(stage.shell("shop", 2, FOREVER));
        stage.awaitUp("shop", 2);

        var one = stage.board.now().instance(new InstanceId("shop", "shop-1")).orElseThrow();
        assertEquals("run", one.origin());
        assertEquals(stage.state("shop-1").port().getAsInt(), one.address().getPort());
        assertTrue(one.address().getAddress().isLoopbackAddress());
        assertNotEquals(stage.state("shop-1").pid(), stage.state("shop-2").pid());
    }

    @Test
    void givesAProcessItsPortAndNoEnvironmentButTheDeclared() throws Exception {
        var run = stage.run(1, "sh", "-c", "echo args: $0; env; " + FOREVER, "{port}");
        stage.apply(Stage.service("shop", run));
        stage.awaitUp("shop", 1);
        stage.await(() -> stage.lines("shop").contains("PWD"));

        String text = stage.lines("shop");
        assertTrue(text.contains("args: " + stage.state("shop-1").port().getAsInt()), text);
        assertTrue(text.contains("PATH=/usr/bin:/bin"), text);
        assertFalse(text.contains("HOME="), text);
    }

    @Test
    void startsAgainWhatEndedAndShowsWhy() throws Exception {
        Path once = data.resolve("once");
        stage.apply(stage.shell(
                "shop",
                1,
                "test -e " + once + " && exec sleep 1000; sleep 1; touch " + once + "; echo out of paper >&2; exit 7"));
        stage.await(() -> Files.exists(once));
        stage.await(() -> stage.state("shop-1").restarts() == 1);
        stage.awaitUp("shop", 1);

        assertEquals(7, stage.state("shop-1").lastExit().orElseThrow().code());
        assertTrue(stage.lines("shop").contains("ended: exit code 7; last words: out of paper"), stage.lines("shop"));
        assertTrue(stage.board.past("shop").stream().anyMatch(e -> e.to().equals("backing off")));
    }

    @Test
    void isUnknownAtAnotherPortAsSoonAsItsProcessEnded() throws Exception {
        stage.apply(stage.shell("shop", 1, FOREVER));
        stage.awaitUp("shop", 1);
        int port = stage.state("shop-1").port().getAsInt();
        stage.healthy = i -> false;
        ProcessHandle.of(stage.state("shop-1").pid().getAsLong()).orElseThrow().destroyForcibly();

        stage.await(() -> stage.board
                        .now()
                        .instance(new InstanceId("shop", "shop-1"))
                        .orElseThrow()
                        .measured()
                        .state()
                == Measured.State.UNKNOWN);
        var moved = stage.board.now().instance(new InstanceId("shop", "shop-1")).orElseThrow();
        assertNotEquals(port, moved.address().getPort());
        stage.await(() -> stage.state("shop-1").lastExit().isPresent());
        assertEquals(
                "exit code 137 (SIGKILL)",
                stage.state("shop-1").lastExit().get().why());
    }

    @Test
    void callsSeveralFailuresInARowACrashLoop() throws Exception {
        stage.apply(stage.shell("shop", 1, "echo cannot open the till >&2; exit 1"));
        stage.awaitPhase("shop-1", Phase.CRASH_LOOP);

        var state = stage.state("shop-1");
        assertTrue(state.failures() >= 3, state.toString());
        assertTrue(state.nextStart().isPresent() || state.pid().isPresent(), state.toString());
        assertEquals(List.of("cannot open the till"), state.lastWords());
    }

    @Test
    void stopsWhatIsNotUpInTimeAndCountsItAsAFailure() throws Exception {
        stage.healthy = i -> false;
        stage.apply(stage.shell("shop", 1, FOREVER));
        stage.await(() -> stage.state("shop-1").lastExit().isPresent());

        assertTrue(stage.state("shop-1").failures() >= 1);
        assertEquals(
                "not up within 3s, stopped, exit code 143 (SIGTERM)",
                stage.state("shop-1").lastExit().orElseThrow().why());
    }

    @Test
    void takesAnOperatorsWordForItThatAnInstanceIsUp() throws Exception {
        stage.healthy = i -> false;
        stage.apply(stage.shell("shop", 1, FOREVER));
        stage.intend(new InstanceId("shop", "shop-1"), Intent.Wish.FORCED_UP);
        stage.plane.observe(stage.board.now());
        stage.awaitPhase("shop-1", Phase.RUNNING);
    }

    @Test
    void refusesAProgramThatIsNotThereAndLetsTheRestGoOn() throws Exception {
        stage.apply(stage.shell("shop", 1, FOREVER));
        stage.awaitUp("shop", 1);
        var pid = stage.state("shop-1").pid();

        var refused = assertThrows(
                NotPrepared.class, () -> stage.apply(Stage.service("shop", stage.run(1, "no-such-program"))));
        assertTrue(refused.getMessage().contains("no program no-such-program in Drover's PATH"), refused.getMessage());
        assertEquals(pid, stage.state("shop-1").pid());
        assertEquals(Phase.RUNNING, stage.state("shop-1").phase());
    }

    @Test
    void changesNothingForTheSameModel() throws Exception {
        stage.apply(stage.shell("shop", 2, FOREVER));
        stage.awaitUp("shop", 2);
        long generation = stage.board.now().generation();
        var pid = stage.state("shop-1").pid();
        stage.apply(stage.shell("shop", 2, FOREVER));
        stage.apply(stage.shell("shop", 3, FOREVER));
        stage.awaitUp("shop", 3);

        assertEquals(pid, stage.state("shop-1").pid());
        assertTrue(stage.generations.stream()
                .filter(s -> s.generation() > generation)
                .allMatch(s -> s.service("shop").orElseThrow().instances().size() == 3));
    }
}
