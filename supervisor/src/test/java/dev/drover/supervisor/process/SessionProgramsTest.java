package dev.drover.supervisor.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.drover.plane.Programs.Ended;
import dev.drover.plane.Programs.Output;
import dev.drover.plane.Programs.Program;
import dev.drover.testkit.Await;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionProgramsTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Optional<Tools> TOOLS = Tools.find("/usr/bin:/bin");

    /** As if Drover were not root, so that no account has to be named. */
    private final SessionPrograms programs = new SessionPrograms(
            "/usr/bin:/bin", new Account.Self(System.getProperty("user.name"), false, false), TOOLS);

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        programs.close();
    }

    private Ended run(Duration atMost, int keep, String... command) throws InterruptedException {
        return programs.run(new Program(List.of(command), Optional.empty(), keep), atMost);
    }

    private String sh(String script) throws InterruptedException {
        var ended = assertInstanceOf(Ended.Exited.class, run(LONG, 4096, "sh", "-c", script));
        return ended.code() + " " + text(ended.output());
    }

    private static String text(Output output) {
        return output.kept();
    }

    @Test
    void tellsHowItEndedAndWhatItSaid() throws InterruptedException {
        assertEquals("0 well\n", sh("echo well"));
        assertEquals("1 so so\n", sh("echo so so >&2; exit 1"));
        assertEquals("7 ab", sh("printf a; printf b >&2; exit 7"));
        assertEquals("137 ", sh("kill -9 $$"));
    }

    @Test
    void leavesArgumentsAsTheyAre() throws InterruptedException {
        assertEquals("0 {port} $HOME a b\n", sh("echo '{port} $HOME a b'"));
    }

    @Test
    void givesNothingButAPath() throws InterruptedException {
        assertEquals("0 PATH=/usr/bin:/bin\n", sh("env | grep -v '^\\(PWD\\|SHLVL\\|_\\)='"));
        assertEquals("0 /\n", sh("pwd"));
        assertEquals("0 ", sh("cat"));
        assertEquals("0 0\n1\n2\n3\n", sh("exec ls /proc/self/fd"), "3 is that of ls");
    }

    /** It leads its own session: what a terminal or a group is told does not reach it. */
    @Test
    void leadsASessionOfItsOwn() throws InterruptedException {
        assertEquals(
                "0 yes\n",
                sh("read pid comm state ppid group session rest < /proc/$$/stat;"
                        + " test $session = $$ && test $group = $$ && echo yes"));
        assertEquals("0 NoNewPrivs:\t1\n", sh("grep NoNewPrivs /proc/self/status"));
    }

    @Test
    void keepsTheEndOfALongOutput() throws InterruptedException {
        var ended = assertInstanceOf(Ended.Exited.class, run(LONG, 10, "seq", "1", "100000"));
        assertEquals("99\n100000\n", text(ended.output()));
        assertEquals(588_895, ended.output().total());
        var few = assertInstanceOf(Ended.Exited.class, run(LONG, 10, "printf", "abc"));
        assertEquals(new Output("abc", 3, 3), few.output());
    }

    @Test
    void killsAllOfItsGroupWhenItsTimeIsOver() throws Exception {
        Path child = folder.resolve("child");
        var ended = assertInstanceOf(
                Ended.Killed.class,
                run(Duration.ofSeconds(4), 100, "sh", "-c", "echo begun; sleep 600 & echo $! > " + child + "; wait"));
        assertEquals("begun\n", text(ended.output()));
        awaitGone(child);
    }

    @Test
    void leavesNothingBehindWhenItEndsByItself() throws Exception {
        Path child = folder.resolve("child");
        assertEquals("0 ", sh("sleep 600 & echo $! > " + child));
        awaitGone(child);
    }

    private static void awaitGone(Path file) throws Exception {
        long pid = Long.parseLong(Files.readString(file).strip());
        Await.until(
                "its child is gone",
                LONG,
                () -> ProcessTable.read(pid).filter(ProcessTable.Entry::lives).isEmpty());
    }

    @Test
    void saysWhatCannotBeStarted() throws InterruptedException {
        assertEquals(
                new Ended.NotStarted("exec: \"no-such-program\": executable file not found in $PATH"),
                run(LONG, 100, "no-such-program"));
        assertEquals(
                new Ended.NotStarted("fork/exec /nowhere/at-all: no such file or directory"),
                run(LONG, 100, "/nowhere/at-all"));
    }

    @Test
    void runsNothingAsRootUnlessTold() throws InterruptedException {
        try (var root = new SessionPrograms("/usr/bin:/bin", new Account.Self("root", true, true), TOOLS)) {
            assertTrue(root.lack(Optional.empty()).orElseThrow().what().startsWith("no user is given"));
            assertTrue(root.lack(Optional.of("no-such-account"))
                    .orElseThrow()
                    .what()
                    .startsWith("no account"));
            assertInstanceOf(Ended.NotStarted.class, root.run(new Program(List.of("id"), Optional.empty(), 100), LONG));
        }
        assertTrue(programs.lack(Optional.of("nobody")).orElseThrow().what().endsWith("cannot become nobody"));
    }

    @Test
    void becomesTheAccountThatIsNamed() throws InterruptedException {
        Account.Self self = Account.Self.now();
        assumeTrue(self.switches(), "only root can become another account");
        try (var root = new SessionPrograms("/usr/bin:/bin", self, TOOLS)) {
            assertTrue(root.lack(Optional.of("nobody")).isEmpty());
            var ended = assertInstanceOf(
                    Ended.Exited.class, root.run(new Program(List.of("id", "-un"), Optional.of("nobody"), 100), LONG));
            assertEquals("nobody\n", text(ended.output()));
        }
    }
}
