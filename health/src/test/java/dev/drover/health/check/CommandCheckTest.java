package dev.drover.health.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.model.Health;
import dev.drover.testkit.Await;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

final class CommandCheckTest {
    private final Probing probing = new Probing();

    @TempDir
    private Path folder;

    @AfterEach
    void stop() {
        probing.close();
    }

    private static Health.Check command(String... words) {
        return new Health.Check.Command(List.of(words), Optional.empty());
    }

    private static Health.Check shell(String script) {
        return command("/bin/sh", "-c", script);
    }

    private Outcome run(Health.Check check) throws Exception {
        return probing.run(check, Duration.ofSeconds(20), 8080);
    }

    @Test
    void exitOfZeroPassesWithHostAndPortFilledIn() throws Exception {
        Path out = folder.resolve("out");
        Outcome outcome = run(command("/bin/sh", "-c", "echo \"$@\" > " + out, "sh", "{host}", "port={port}"));
        assertTrue(outcome.passed(), outcome.words());
        assertTrue(outcome.words().startsWith("/bin/sh exited with 0 in "), outcome.words());
        assertEquals("127.0.0.1 port=8080\n", Files.readString(out));
    }

    @Test
    void otherExitCodesFailWithWhatWasSaid() throws Exception {
        Outcome outcome = run(shell("echo 'replica is\tbehind'; exit 3"));
        assertFalse(outcome.passed());
        assertTrue(outcome.words().matches("/bin/sh exited with 3 in .*: replica is behind"), outcome.words());
    }

    @Test
    void whatWasSaidIsKnownHoweverSoonTheProgramExits() throws Exception {
        for (int i = 0; i < 30; i++) {
            Outcome outcome = run(shell("echo behind; exit 3"));
            assertTrue(outcome.words().endsWith(": behind"), outcome.words());
        }
    }

    @Test
    void childThatHoldsTheOutputOpenIsNotWaitedFor() throws Exception {
        Outcome outcome = run(shell("sleep 100 & echo behind; exit 3"));
        assertTrue(outcome.words().endsWith(": behind"), outcome.words());
    }

    @Test
    void childThatLeftTheGroupIsWaitedForOnlyBriefly() throws Exception {
        Path pid = folder.resolve("pid");
        Path left = folder.resolve("left");
        Outcome outcome = run(shell("setsid sh -c 'touch " + left + "; exec sleep 100' & echo $! > " + pid
                + "; until [ -e " + left + " ]; do sleep 0.05; done; echo behind; exit 3"));
        assertTrue(outcome.words().endsWith(": behind"), outcome.words());
        ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())).ifPresent(ProcessHandle::destroyForcibly);
    }

    @Test
    void environmentIsEmptyExceptForPath() throws Exception {
        Path out = folder.resolve("out");
        run(shell("/usr/bin/env > " + out));
        List<String> names = Files.readAllLines(out).stream()
                .map(line -> line.substring(0, line.indexOf('=')))
                .filter(name -> !List.of("PWD", "OLDPWD", "SHLVL", "_").contains(name))
                .toList();
        assertEquals(List.of("PATH"), names);
    }

    @Test
    void isKilledWithItsWholeGroupAtTimeout() throws Exception {
        Path pids = folder.resolve("pids");
        Outcome outcome = probing.run(
                shell("sleep 100 & echo $! > " + pids + "; echo $$ >> " + pids + "; wait"),
                Duration.ofSeconds(2),
                8080);
        assertEquals("/bin/sh was killed after 2s", outcome.words());
        for (String pid : Files.readAllLines(pids)) {
            Await.until("process " + pid + " is gone", Duration.ofSeconds(5), () -> isGone(pid));
        }
    }

    @Test
    void leavesNothingBehindWhenItPasses() throws Exception {
        Path pid = folder.resolve("pid");
        assertTrue(run(shell("sleep 100 & echo $! > " + pid)).passed());
        String child = Files.readString(pid).strip();
        Await.until("process " + child + " is gone", Duration.ofSeconds(5), () -> isGone(child));
    }

    /** Killed and perhaps not yet waited for by whoever took it over. */
    private static boolean isGone(String pid) throws Exception {
        Path stat = Path.of("/proc", pid, "stat");
        return !Files.exists(stat) || Files.readString(stat).contains(") Z ");
    }

    @Test
    void missingProgramIsAProblemBeforeAnythingRuns() {
        assertTrue(
                probing.prepare(Probing.service(command("./nothing"), Duration.ofSeconds(1), Optional.empty()), false)
                        .isEmpty());
        String problem = probing.problems.getFirst().toString();
        assertTrue(
                problem.contains("services.shop.health.check.command.run: no executable program ./nothing"), problem);
    }

    @Test
    void rootMustNameAnAccount() {
        var service = Probing.service(shell("true"), Duration.ofSeconds(1), Optional.empty());
        var checks = new Checks(java.util.Map.of(), true);
        String problem = checks.check(service).getFirst().toString();
        assertTrue(problem.contains("services.shop.health.check.command.user: not given"), problem);
        assertTrue(new Checks(java.util.Map.of(), false).check(service).isEmpty());
    }

    @Test
    @EnabledIf(value = "isRoot", disabledReason = "only root can become another account")
    void runsAsTheDeclaredAccountWithoutItsFormerRights() throws Exception {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        Path out = folder.resolve("out");
        var check = new Health.Check.Command(
                List.of("/bin/sh", "-c", "id -un > " + out + "; id -Gn >> " + out), Optional.of("nobody"));
        PreparedCheck ready = probing.prepare(Probing.service(check, Duration.ofSeconds(20), Optional.empty()), true)
                .orElseThrow(() -> new AssertionError(probing.problems));
        Outcome outcome = probing.run(ready, 8080);
        assertTrue(outcome.passed(), outcome.words());
        assertEquals(List.of("nobody", "nogroup"), Files.readAllLines(out));
    }

    static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    @Test
    void unknownAccountIsAProblem() {
        var check = new Health.Check.Command(List.of("/bin/true"), Optional.of("nobody-of-that-name"));
        probing.prepare(Probing.service(check, Duration.ofSeconds(1), Optional.empty()), true);
        String problem = probing.problems.getFirst().toString();
        assertTrue(problem.contains("no account nobody-of-that-name on this machine"), problem);
    }
}
