package dev.drover.supervisor.process;

import dev.drover.model.Instances.Run;
import dev.drover.model.Problem;
import dev.drover.model.Secret;
import dev.drover.model.Service;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Makes what is declared ready to be started, or says what is missing on this machine.
 *
 * @param environment Drover's own: its PATH, where programs without a slash are looked up, and what {@code {env: NAME}} names
 */
public record Launches(Map<String, String> environment, Account.Self self, Optional<Tools> tools) {
    /** Of this machine and this process. */
    public static Launches here() {
        Map<String, String> environment = System.getenv();
        return new Launches(environment, Account.Self.now(), Tools.find(environment.getOrDefault("PATH", "")));
    }

    /** The account that a process runs as. */
    public String runsAs(Launch launch) {
        return launch.account().map(Account::name).orElse(self.name());
    }

    /** What an operator should know although it is no problem. */
    public Optional<String> remark(Service service, Run run) {
        return run.user()
                .filter(user -> !self.switches() && !user.equals(self.name()))
                .map(user -> service.name() + " runs as " + self.name() + ", not as " + user
                        + ": Drover does not run as root and cannot become another account");
    }

    /** What can be said without touching the machine: Drover does not run a service as root unless told to. */
    public List<Problem> check(Service service, Run run) {
        if (!self.root() || run.user().isPresent()) {
            return List.of();
        }
        return List.of(problem(
                service,
                "user",
                "not given (expected: the account to run as, because Drover runs as root)",
                "user: nobody"));
    }

    /** Adds what is wrong to {@code problems}; null if something is. */
    public @Nullable Launch prepare(Service service, Run run, List<Problem> problems) throws InterruptedException {
        int before = problems.size();
        if (tools.isEmpty()) {
            problems.add(problem(
                    service,
                    "command",
                    "setsid and setpriv are not installed, which start every process",
                    "install util-linux"));
            return null;
        }
        boolean entered = directory(service, run, problems);
        Path program = program(service, run, problems);
        Optional<Account> account = account(service, run, problems);
        var values = values(service, run, problems);
        if (problems.size() > before || program == null || !entered) {
            return null;
        }
        Path directory = run.directory().toAbsolutePath().normalize();
        var launch = new Launch(tools.get(), program, run.command(), values, directory, account);
        return reachable(service, launch, problems) ? launch : null;
    }

    private static boolean directory(Service service, Run run, List<Problem> problems) {
        Path directory = run.directory().toAbsolutePath().normalize();
        if (Files.isDirectory(directory)) {
            return true;
        }
        String what = Files.exists(directory) ? directory + " is not a folder" : directory + " does not exist";
        problems.add(problem(service, "directory", what, "create it, or name another folder"));
        return false;
    }

    private @Nullable Path program(Service service, Run run, List<Problem> problems) {
        String name = run.command().getFirst();
        String path = environment.getOrDefault("PATH", "");
        boolean named = name.indexOf('/') < 0;
        Path directory = run.directory().toAbsolutePath().normalize();
        Path found = named
                ? Tools.search(name, path).orElse(null)
                : directory.resolve(name).normalize();
        if (found == null) {
            problems.add(problem(
                    service,
                    "command",
                    "no program " + name + " in Drover's PATH (" + path + ")",
                    "install it, or give its full path"));
        } else if (!Files.isRegularFile(found)) {
            problems.add(problem(
                    service,
                    "command",
                    found + " is not a file",
                    "give the path of a program; it starts at " + directory));
        } else if (!Files.isExecutable(found)) {
            problems.add(problem(service, "command", found + " is not executable", "chmod +x " + found));
        } else {
            return found;
        }
        return null;
    }

    /**
     * The account to become. Drover can only take rights away: without the right to become another account there is none to
     * take away, and the process runs as Drover itself; that is said where processes are shown.
     */
    private Optional<Account> account(Service service, Run run, List<Problem> problems) throws InterruptedException {
        String name = run.user().orElse(self.name());
        if (name.equals(self.name())) {
            return Optional.empty();
        }
        Optional<Account> known = lookup(name);
        if (known.isEmpty()) {
            problems.add(problem(
                    service,
                    "user",
                    "no account " + name + " on this machine",
                    "name an account of /etc/passwd, or create it: useradd --system " + name));
        } else if (self.root() && !self.switches()) {
            problems.add(problem(
                    service,
                    "user",
                    "Drover runs as root without CAP_SETUID and CAP_SETGID and cannot become " + name,
                    "give it both, or run Drover as " + name));
        }
        return self.switches() ? known : Optional.empty();
    }

    private static Optional<Account> lookup(String name) throws InterruptedException {
        try {
            return Account.named(name);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private LinkedHashMap<String, Launch.Value> values(Service service, Run run, List<Problem> problems) {
        var values = new LinkedHashMap<String, Launch.Value>();
        run.environment().forEach((name, secret) -> {
            switch (secret) {
                case Secret.Plain plain -> values.put(name, new Launch.Value(plain.text(), false));
                case Secret.Env env -> {
                    String value = environment.get(env.name());
                    if (value == null) {
                        problems.add(problem(
                                service,
                                "environment." + name,
                                env.name() + " is not in Drover's own environment",
                                "set " + env.name() + " before starting Drover"));
                    } else {
                        values.put(name, new Launch.Value(value, true));
                    }
                }
                case Secret.File file ->
                    read(service, name, file.path(), problems)
                            .ifPresent(text -> values.put(name, new Launch.Value(text, true)));
            }
        });
        return values;
    }

    private static Optional<String> read(Service service, String name, Path file, List<Problem> problems) {
        try (var lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            String first = lines.readLine();
            return Optional.of(first == null ? "" : first);
        } catch (IOException e) {
            problems.add(problem(
                    service,
                    "environment." + name,
                    "cannot read " + file + ": " + e.getClass().getSimpleName(),
                    "make it readable for Drover"));
            return Optional.empty();
        }
    }

    /** Asks the kernel as the account itself, by {@code test(1)}: rights of folders above, groups and lists all count. */
    private boolean reachable(Service service, Launch launch, List<Problem> problems) throws InterruptedException {
        if (launch.account().isEmpty()) {
            return true;
        }
        var line = new ArrayList<String>();
        line.add(tools.orElseThrow().setpriv().toString());
        line.addAll(Launch.as(launch.account()));
        line.addAll(List.of("--", "/bin/sh", "-c", "test -x . || exit 3; test -x \"$1\" || exit 4", "sh"));
        line.add(launch.program().toString());
        String user = launch.account().get().name();
        return switch (exitCode(line, launch.directory())) {
            case 0 -> true;
            case 3 -> fails(service, "directory", user + " may not enter " + launch.directory(), "chmod o+x", problems);
            case 4 ->
                fails(
                        service,
                        "command",
                        user + " may not execute " + launch.program(),
                        "give it the right to, also to enter the folders above, or name another user",
                        problems);
            default -> fails(service, "user", "cannot become " + user, "name another account", problems);
        };
    }

    private static int exitCode(List<String> line, Path directory) throws InterruptedException {
        try {
            var process = new ProcessBuilder(line)
                    .directory(directory.toFile())
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(10, TimeUnit.SECONDS) ? process.exitValue() : -1;
        } catch (IOException e) {
            return -1;
        }
    }

    private static boolean fails(Service service, String key, String what, String fix, List<Problem> problems) {
        problems.add(problem(service, key, what, fix));
        return false;
    }

    private static Problem problem(Service service, String key, String what, String fix) {
        String path = "services." + service.name() + ".instances.run." + key;
        var where = service.where().at("instances").at("run");
        for (String part : key.split("\\.", 2)) {
            where = where.at(part);
        }
        return Problem.of(where, path, what, fix);
    }
}
