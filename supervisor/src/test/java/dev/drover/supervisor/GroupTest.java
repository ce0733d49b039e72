package dev.drover.supervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.drover.model.Instances.Run;
import dev.drover.plane.NotPrepared;
import dev.drover.plane.Processes.Phase;
import dev.drover.supervisor.process.Account;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the operating system is left with: groups, accounts, and what remains when Drover is killed. */
@Timeout(60)
class GroupTest {
    @TempDir
    Path data;

    /** Writes the pid of a child that ignores SIGTERM, and stays or ends. */
    private String stubborn(String then) {
        return "(trap '' TERM; while :; do sleep 1; done) & echo $! > " + child() + "; " + then;
    }

    private Path child() {
        return data.resolve("child");
    }

    @Test
    void stopsTheWholeGroupEvenAChildThatIgnoresSigterm() throws Exception {
        try (var stage = new Stage(data)) {
            stage.apply(stage.shell("shop", 1, stubborn("wait")));
            stage.awaitUp("shop", 1);
            long grandchild = awaitChild(stage);
            stage.apply();
            stage.await(() -> stage.plane.processes().states().isEmpty());
            assertFalse(lives(grandchild));
        }
    }

    @Test
    void endsWhatADeadLeaderLeftBeforeItStartsAgain() throws Exception {
        try (var stage = new Stage(data)) {
            stage.apply(stage.shell("shop", 1, "test -e " + child() + " && exec sleep 1000; " + stubborn("exit 3")));
            stage.await(() -> stage.state("shop-1").restarts() == 1);
            assertFalse(lives(awaitChild(stage)));
        }
    }

    @Test
    void leavesNobodyBehindWhenClosedWithoutPatience() throws Exception {
        var stage = new Stage(data);
        stage.apply(stage.shell("shop", 1, stubborn("trap '' TERM; while :; do sleep 1; done")));
        stage.awaitUp("shop", 1);
        long grandchild = awaitChild(stage);
        long leader = stage.state("shop-1").pid().getAsLong();
        stage.plane.close();
        assertFalse(lives(leader));
        assertFalse(lives(grandchild));
        stage.close();
    }

    /** A Drover of its own, to be killed: started in another JVM by the test below. */
    public static void main(String[] args) throws Exception {
        var stage = new Stage(Path.of(args[0]));
        stage.apply(stage.shell("shop", 1, args[1]));
        stage.awaitUp("shop", 1);
        System.out.println(stage.state("shop-1").pid().getAsLong());
        System.in.read();
    }

    @Test
    void losesItsProcessesWhenKilledAndEndsTheRestWhenStartedAgain() throws Exception {
        var drover = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        GroupTest.class.getName(),
                        data.toString(),
                        stubborn("wait"))
                .redirectError(data.resolve("drover.err").toFile())
                .start();
        long leader;
        try (var out = drover.inputReader()) {
            leader = Long.parseLong(out.readLine());
            drover.destroyForcibly();
            assertTrue(drover.waitFor(10, TimeUnit.SECONDS));
        }
        try (var stage = new Stage(data)) {
            long grandchild = awaitChild(stage);
            stage.await(() -> !lives(leader));
            assertTrue(lives(grandchild));
            stage.apply();
            stage.await(() -> !lives(grandchild));
            assertEquals(0, Files.list(data.resolve("run")).count());
        }
    }

    @Test
    void followsTheOtherNotesWhenOneCannotBeRead() throws Exception {
        var left = new ProcessBuilder("setsid", "sleep", "1000").start();
        Path run = Files.createDirectories(data.resolve("run"));
        String boot =
                Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
        try (var stage = new Stage(data)) {
            stage.await(() -> group(left.pid()) == left.pid());
            Files.createDirectories(run.resolve("0"));
            Files.writeString(run.resolve("1x"), "no number");
            Files.writeString(
                    run.resolve(Long.toString(left.pid())),
                    boot + " "
                            + dev.drover.supervisor.process.ProcessTable.read(left.pid())
                                    .orElseThrow()
                                    .startTicks() + " shop/shop-1\n");
            stage.apply();
            assertTrue(left.waitFor(5, TimeUnit.SECONDS));
        } finally {
            left.destroyForcibly().waitFor();
        }
    }

    private static long group(long pid) {
        return dev.drover.supervisor.process.ProcessTable.read(pid)
                .map(e -> e.group())
                .orElse(0L);
    }

    @Test
    void noticesAnEndWhileTheCommonPoolIsBusy() throws Exception {
        var over = new java.util.concurrent.CountDownLatch(1);
        int tasks = 4 * Runtime.getRuntime().availableProcessors();
        try (var stage = new Stage(data)) {
            stage.apply(stage.shell("shop", 1, "exec sleep 1000"));
            stage.awaitUp("shop", 1);
            for (int i = 0; i < tasks; i++) {
                java.util.concurrent.ForkJoinPool.commonPool().execute(() -> {
                    try {
                        over.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
            }
            long pid = stage.state("shop-1").pid().getAsLong();
            ProcessHandle.of(pid).orElseThrow().destroyForcibly();
            stage.await(() -> stage.state("shop-1").restarts() == 1);
        } finally {
            over.countDown();
        }
    }

    @Test
    void doesNotTouchAProcessThatGotTheNumberOfAnotherOne() throws Exception {
        var stranger = new ProcessBuilder("setsid", "sleep", "1000").start();
        try (var stage = new Stage(data)) {
            String boot =
                    Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
            Path note = data.resolve("run").resolve(Long.toString(stranger.pid()));
            Files.createDirectories(note.getParent());
            Files.writeString(note, boot + " 1 shop/shop-1\n");
            stage.apply();
            assertTrue(stranger.isAlive());
            assertFalse(Files.exists(note));
        } finally {
            stranger.destroyForcibly().waitFor();
        }
    }

    @Test
    void runsAsTheDeclaredAccountWithNoRightOfDrovers() throws Exception {
        assumeTrue(Account.Self.now().root(), "needs root, to become another account");
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (var stage = new Stage(data)) {
            stage.apply(Stage.service(
                    "shop", as(stage, "nobody", "grep -E 'Uid|Groups|CapEff' /proc/self/status; exec sleep 1000")));
            stage.awaitUp("shop", 1);
            stage.await(() -> stage.lines("shop").contains("CapEff:\t0000000000000000"));
            assertEquals("nobody", stage.state("shop-1").user());
            assertTrue(stage.lines("shop").contains("Uid:\t65534\t65534\t65534\t65534"), stage.lines("shop"));
            assertFalse(stage.lines("shop").matches("(?s).*Groups:\t(.* )?0 .*"), stage.lines("shop"));
        }
    }

    @Test
    void refusesAnAccountThatIsNotThere() throws Exception {
        try (var stage = new Stage(data)) {
            refused(stage, as(stage, "no-such-user", "exit 0"), "no account no-such-user on this machine");
        }
    }

    @Test
    void refusesAFolderThatTheAccountMayNotEnter() throws Exception {
        assumeTrue(Account.Self.now().root(), "needs root, to become another account");
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwx------"));
        try (var stage = new Stage(data)) {
            refused(stage, as(stage, "nobody", "exit 0"), "nobody may not enter " + data);
        }
    }

    @Test
    void keepsItsOwnAccountWhereItCannotSwitchAndSaysSo() throws Exception {
        var self = new Account.Self(System.getProperty("user.name"), false, false);
        try (var stage = new Stage(data, self)) {
            stage.apply(Stage.service("shop", as(stage, "nobody", "exec sleep 1000")));
            stage.awaitUp("shop", 1);
            assertEquals(System.getProperty("user.name"), stage.state("shop-1").user());
            assertEquals(Phase.RUNNING, stage.state("shop-1").phase());
        }
    }

    @Test
    void demandsAnAccountWhenItIsRoot() {
        var self = new Account.Self("root", true, true);
        try (var stage = new Stage(data, self)) {
            Run run = stage.run(1, "sh");
            var without = new Run(
                    run.command(),
                    1,
                    new LinkedHashMap<>(),
                    data,
                    Optional.empty(),
                    run.start(),
                    run.drain(),
                    run.stop());
            var problem = stage.plane
                    .check(Stage.model(Stage.service("shop", without)))
                    .getFirst();
            assertEquals("services.shop.instances.run.user", problem.path());
            assertEquals(Optional.of("user: nobody"), problem.fix());
        }
    }

    private static void refused(Stage stage, Run run, String what) {
        var refused = assertThrows(NotPrepared.class, () -> stage.apply(Stage.service("shop", run)));
        assertTrue(refused.getMessage().contains(what), refused.getMessage());
    }

    private static Run as(Stage stage, String user, String script) {
        Run run = stage.run(1, "sh", "-c", script);
        return new Run(
                run.command(),
                1,
                run.environment(),
                run.directory(),
                Optional.of(user),
                run.start(),
                run.drain(),
                run.stop());
    }

    private long awaitChild(Stage stage) throws IOException {
        stage.await(() -> Files.exists(child()) && child().toFile().length() > 1);
        return Long.parseLong(Files.readString(child()).strip());
    }

    /** Not a zombie: nobody may have waited for it yet. */
    private static boolean lives(long pid) {
        return dev.drover.supervisor.process.ProcessTable.read(pid)
                .filter(e -> e.lives())
                .isPresent();
    }
}
