package dev.drover.health.check;

import dev.drover.model.Health;
import dev.drover.model.Problem;
import dev.drover.model.Service;
import dev.drover.plane.Secrets;
import dev.drover.wire.tls.BadKey;
import dev.drover.wire.tls.ClientTls;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Makes declared checks ready to run on this machine, or says what is missing. */
public final class Checks {
    /** Programs running at the same time; more would measure this machine rather than the instances. */
    private static final int COMMANDS = 16;

    private final Map<String, String> environment;
    private final boolean asRoot;
    private final Secrets secrets;
    private final ClientTls contexts = new ClientTls();
    private final Semaphore running = new Semaphore(COMMANDS, true);

    /**
     * Makes checks as one process can.
     *
     * @param environment Drover's own: its PATH, and what {@code {env: NAME}} names
     * @param asRoot Drover runs as root
     */
    public Checks(Map<String, String> environment, boolean asRoot) {
        this.environment = Map.copyOf(environment);
        this.asRoot = asRoot;
        this.secrets = new Secrets(this.environment);
    }

    /** Of this process. */
    public static Checks here() {
        return new Checks(System.getenv(), "root".equals(System.getProperty("user.name")));
    }

    /** What can be said without touching the machine: no command runs as root unless told to. */
    public List<Problem> check(Service service) {
        if (asRoot
                && service.health().check() instanceof Health.Check.Command c
                && c.user().isEmpty()) {
            return List.of(problem(
                    service,
                    "command.user",
                    "not given (expected: the account to run as, because Drover runs as root)",
                    "user: nobody"));
        }
        return List.of();
    }

    /** Empty where no active check is declared, and where something is missing, which is added to {@code problems}. */
    public Optional<PreparedCheck> prepare(Service service, List<Problem> problems) {
        Health health = service.health();
        return switch (health.check()) {
            case Health.Check.None none -> Optional.empty();
            case Health.Check.Registered registered -> Optional.empty();
            case Health.Check.Tcp tcp -> Optional.of(new TcpCheck(health.timeout()));
            case Health.Check.Http http -> http(service, http, problems);
            case Health.Check.Command command -> command(service, command, problems);
        };
    }

    private Optional<PreparedCheck> http(Service service, Health.Check.Http http, List<Problem> problems) {
        int before = problems.size();
        var fields = new LinkedHashMap<String, String>();
        http.headers().forEach((name, secret) -> {
            switch (secrets.read(secret)) {
                case Secrets.Read.Text text -> fields.put(name, text.text());
                case Secrets.Read.Missing missing ->
                    problems.add(problem(service, "http.headers." + name, missing.what(), missing.fix()));
            }
        });
        if (fields.keySet().stream().noneMatch("User-Agent"::equalsIgnoreCase)) {
            fields.put("User-Agent", "drover-health");
        }
        service.tls().ifPresent(tls -> authority(service, tls, problems));
        Duration keep = service.health()
                .interval()
                .multipliedBy(2)
                .plus(service.health().timeout());
        var check = new HttpCheck(
                http, fields, service.tls(), contexts, service.health().timeout(), keep);
        try {
            check.request(InetSocketAddress.createUnresolved("instance", 1));
        } catch (IllegalArgumentException e) {
            problems.add(problem(
                    service,
                    "http.headers",
                    "a value read from the environment or a file holds a control character",
                    "give it as one line of text"));
        }
        return problems.size() > before ? Optional.empty() : Optional.of(check);
    }

    private void authority(Service service, Service.UpstreamTls tls, List<Problem> problems) {
        try {
            contexts.context(tls);
        } catch (BadKey e) {
            problems.add(Problem.of(
                    service.where().at("tls"), "services." + service.name() + ".tls", String.valueOf(e.getMessage())));
        }
    }

    private Optional<PreparedCheck> command(Service service, Health.Check.Command check, List<Problem> problems) {
        String path = environment.getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin");
        Path folder = folder(service);
        Optional<Path> program = search(check.command().getFirst(), folder, path);
        Optional<Path> setsid = search("setsid", folder, path);
        Optional<List<String>> account = account(service, check, folder, path, problems);
        if (program.isEmpty()) {
            problems.add(problem(
                    service,
                    "command.run",
                    "no executable program " + check.command().getFirst() + " in " + folder + " or PATH",
                    "give its full path, or make it executable"));
        }
        if (setsid.isEmpty()) {
            problems.add(problem(service, "command", "setsid is not installed", "install util-linux"));
        }
        if (program.isEmpty() || setsid.isEmpty() || account.isEmpty()) {
            return Optional.empty();
        }
        var prefix = new ArrayList<String>();
        prefix.add(setsid.get().toString());
        prefix.addAll(account.get());
        return Optional.of(new CommandCheck(
                List.copyOf(prefix),
                resolved(check.command(), program.get()),
                folder,
                path,
                service.health().timeout(),
                running));
    }

    private static List<String> resolved(List<String> command, Path program) {
        var words = new ArrayList<>(command);
        words.set(0, program.toString());
        return List.copyOf(words);
    }

    /** Words that make the program run as the declared account; none if that is who Drover is. Empty if there is none. */
    private Optional<List<String>> account(
            Service service, Health.Check.Command check, Path folder, String path, List<Problem> problems) {
        if (check.user().isEmpty() || !asRoot) {
            return Optional.of(List.of());
        }
        String user = check.user().get();
        Optional<String> group = groupOf(user);
        Optional<Path> setpriv = search("setpriv", folder, path);
        if (group.isEmpty()) {
            problems.add(problem(
                    service,
                    "command.user",
                    "no account " + user + " on this machine",
                    "name an account of /etc/passwd, or create it: useradd --system " + user));
            return Optional.empty();
        }
        if (setpriv.isEmpty()) {
            problems.add(problem(service, "command.user", "setpriv is not installed", "install util-linux"));
            return Optional.empty();
        }
        return Optional.of(List.of(
                setpriv.get().toString(),
                "--reuid=" + user,
                "--regid=" + group.get(),
                "--init-groups",
                "--no-new-privs",
                "--"));
    }

    /** Its primary group, from id(1), which knows every source of accounts that the machine has. */
    private static Optional<String> groupOf(String user) {
        try {
            Process id = new ProcessBuilder("id", "-g", "--", user)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String said = new String(id.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.US_ASCII);
            boolean known = id.waitFor(5, TimeUnit.SECONDS) && id.exitValue() == 0;
            return known ? Optional.of(said.strip()) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** The declaring file's. */
    private static Path folder(Service service) {
        Path folder = Path.of(service.where().file()).toAbsolutePath().getParent();
        return folder != null && Files.isDirectory(folder)
                ? folder
                : Path.of("").toAbsolutePath();
    }

    private static Optional<Path> search(String program, Path folder, String path) {
        if (program.indexOf('/') >= 0) {
            return Optional.of(folder.resolve(program).normalize()).filter(Checks::runs);
        }
        for (String part : path.split(":", -1)) {
            Path candidate = Path.of(part).resolve(program);
            if (runs(candidate)) {
                return Optional.of(candidate.toAbsolutePath());
            }
        }
        return Optional.empty();
    }

    private static boolean runs(Path file) {
        return Files.isRegularFile(file) && Files.isExecutable(file);
    }

    static Problem problem(Service service, String key, String what, String fix) {
        var where = service.where().at("health").at("check");
        for (String part : key.split("\\.", -1)) {
            where = where.at(part);
        }
        return Problem.of(where, "services." + service.name() + ".health.check." + key, what, fix);
    }
}
