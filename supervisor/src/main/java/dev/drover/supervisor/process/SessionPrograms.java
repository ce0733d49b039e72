package dev.drover.supervisor.process;

import dev.drover.plane.Programs;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * Runs programs to their end, each in a session of its own as long-running ones are, at the root of the file system. What it left in its
 * group is killed with it, and by no way does it get rights that its account has not.
 */
public final class SessionPrograms implements Programs, AutoCloseable {
    /** Running at the same time; more would measure this machine rather than what is checked. */
    private static final int AT_ONCE = 16;

    private static final Path DIRECTORY = Path.of("/");
    private static final String USUAL_PATH = "/usr/local/bin:/usr/bin:/bin";

    /** Once its group is killed, only a process that left the group can keep the output open: it is not waited for. */
    private static final Duration OUTPUT_END = Duration.ofSeconds(1);

    private final String path;
    private final Account.Self self;
    private final Optional<Tools> tools;
    private final Spawner spawner = new Spawner();
    private final Semaphore running = new Semaphore(AT_ONCE, true);

    SessionPrograms(String path, Account.Self self, Optional<Tools> tools) {
        this.path = path;
        this.self = self;
        this.tools = tools;
    }

    /** Of this machine and this process. */
    public static SessionPrograms here() {
        String path = System.getenv().getOrDefault("PATH", USUAL_PATH);
        return new SessionPrograms(path, Account.Self.now(), Tools.find(path));
    }

    @Override
    public Optional<Lack> lack(Optional<String> user) throws InterruptedException {
        if (tools.isEmpty()) {
            return Optional.of(
                    new Lack("setsid and setpriv are not installed, which start every program", "install util-linux"));
        }
        if (user.isEmpty()) {
            return self.root()
                    ? Optional.of(new Lack(
                            "no user is given (expected: the account to run as, because Drover runs as root)",
                            "user: nobody"))
                    : Optional.empty();
        }
        String name = user.get();
        if (account(name).isEmpty()) {
            return Optional.of(new Lack(
                    "no account " + name + " on this machine",
                    "name an account of /etc/passwd, or create it: useradd --system " + name));
        }
        return self.switches() || name.equals(self.name())
                ? Optional.empty()
                : Optional.of(new Lack(
                        "Drover runs as " + self.name() + " and cannot become " + name,
                        "run it as root, or remove user"));
    }

    private static Optional<Account> account(String name) throws InterruptedException {
        try {
            return Account.named(name);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    @Override
    public Ended run(Program program, Duration atMost) throws InterruptedException {
        Optional<Lack> lack = lack(program.user());
        if (lack.isPresent()) {
            return new Ended.NotStarted(lack.get().what());
        }
        String name = program.command().getFirst();
        Optional<Path> file = name.indexOf('/') < 0 ? Tools.search(name, path) : Optional.of(DIRECTORY.resolve(name));
        if (file.isEmpty()) {
            return new Ended.NotStarted("exec: \"" + name + "\": executable file not found in $PATH");
        }
        if (!file.get().toFile().exists()) {
            return new Ended.NotStarted("fork/exec " + name + ": no such file or directory");
        }
        running.acquire();
        try {
            return started(line(program, file.get()), program.keep(), atMost);
        } catch (IOException e) {
            return new Ended.NotStarted(String.valueOf(e.getMessage()));
        } finally {
            running.release();
        }
    }

    private List<String> line(Program program, Path file) throws InterruptedException {
        Optional<Account> account =
                program.user().filter(name -> !name.equals(self.name())).isPresent()
                        ? account(program.user().orElseThrow())
                        : Optional.empty();
        var options = new ArrayList<>(Launch.as(account));
        options.add("--no-new-privs");
        List<String> command = program.command();
        return Launch.line(tools.orElseThrow(), options, file, command.subList(1, command.size()));
    }

    private Ended started(List<String> line, int keep, Duration atMost) throws IOException, InterruptedException {
        Child child = spawner.start(line, DIRECTORY, Map.of("PATH", path));
        var heard = new Heard(child.output(), keep);
        boolean ended = false;
        try {
            ended = child.awaitExit(atMost);
        } finally {
            child.kill();
        }
        if (!ended) {
            var _ = child.awaitExit(OUTPUT_END);
            return new Ended.Killed(heard.end(OUTPUT_END));
        }
        return new Ended.Exited(child.exitCode(), heard.end(OUTPUT_END));
    }

    /** Ends what runs. */
    @Override
    public void close() {
        spawner.close();
    }
}
