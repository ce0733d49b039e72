package dev.drover.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.drover.testkit.Await;
import dev.drover.testkit.FreePort;
import dev.drover.testkit.http.RawClient;
import dev.drover.testkit.process.Finished;
import dev.drover.testkit.process.Running;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The real program in a process of its own: {@code drover up} on a free port with a data folder of its own, and the commands that
 * talk to it. Buffers are watched for leaks in the paranoid way.
 */
final class DroverProcess implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Only against commands that hang: some wait for other nodes as long as their own option says. */
    private static final Duration COMMAND = Duration.ofSeconds(180);

    private static final String MAIN = "dev.drover.Drover";
    /** For commands that are over before compiling well would pay. */
    private static final String QUICK = "-XX:TieredStopAtLevel=1";
    /** The class path goes here, so that a command line can be read in a failure. */
    private static final Map<String, String> ENVIRONMENT = environment(System.getProperty("java.class.path"));

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;
    private final int port;
    private final List<String> flags;
    private final As as;
    private final Announced announced;
    private Running program;

    /** Who runs it: what stands before each command line, and the variables. */
    private record As(List<String> prefix, Map<String, String> environment) {}

    private DroverProcess(Path folder, int port, List<String> flags) {
        this(folder, port, flags, new As(List.of(), ENVIRONMENT));
    }

    private DroverProcess(Path folder, int port, List<String> flags, As as) {
        this.folder = folder;
        this.port = port;
        this.flags = flags;
        this.as = as;
        this.announced = new Announced(data());
        this.program = launch();
    }

    private static Map<String, String> environment(String classPath) {
        Path programs = Path.of(System.getProperty("java.home"), "bin");
        return Map.of("CLASSPATH", classPath, "PATH", programs + ":" + System.getenv("PATH"));
    }

    /** As {@link #withFile}, by an account without rights, that owns the folder; its classes are copied to another one. */
    static DroverProcess asNobody(Path folder, int port, String yaml, Path classes) {
        write(folder, yaml);
        var as = new As(Nobody.prefix(), environment(Nobody.classPath(classes)));
        return new DroverProcess(folder, port, List.of(), as).awaitServing();
    }

    /** Starts it with one plain listener and the given rest of {@code drover.yaml}, and waits until it serves. */
    static DroverProcess withRoutes(Path folder, String yaml, String... flags) {
        int port = FreePort.next();
        write(folder, listener(port) + yaml);
        return new DroverProcess(folder, port, List.of(flags)).awaitServing();
    }

    /** Starts it with a whole file of its own, that listens on {@code port}, and waits until it serves. */
    static DroverProcess withFile(Path folder, int port, String yaml, String... flags) {
        write(folder, yaml);
        return new DroverProcess(folder, port, List.of(flags)).awaitServing();
    }

    /** Starts it with the {@code drover.yaml} that lies in the folder and listens on {@code port}. */
    static DroverProcess inFolder(Path folder, int port) {
        return new DroverProcess(folder, port, List.of()).awaitServing();
    }

    /** Starts it with a whole file of its own where this prefix leads; its commands may not reach it yet. */
    static DroverProcess onMachine(Path folder, String yaml, List<String> prefix, String... flags) {
        write(folder, yaml);
        return new DroverProcess(folder, 0, List.of(flags), new As(prefix, ENVIRONMENT));
    }

    /** The same command line again, once the program has ended; its commands may not reach it yet. */
    void startAnew() {
        assertTrue(!program.isAlive(), "still running");
        program = launch();
    }

    /** A {@code listen} map with one plain listener. */
    static String listener(int port) {
        return """
                listen:
                  web: {protocol: http, address: "127.0.0.1:%d"}
                """.formatted(port);
    }

    static Path write(Path folder, String yaml) {
        try {
            return Files.writeString(Files.createDirectories(folder).resolve("drover.yaml"), yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs one command to its end, beside whatever runs. */
    static Finished run(String... arguments) {
        return run(command(List.of(QUICK), List.of(arguments)));
    }

    /** The same by an account without rights; its classes are copied to a folder. */
    static Finished runAsNobody(Path classes, String... arguments) {
        var as = new As(Nobody.prefix(), environment(Nobody.classPath(classes)));
        return run(command(List.of(QUICK), List.of(arguments)), as);
    }

    private static Finished run(List<String> command) {
        return run(command, new As(List.of(), ENVIRONMENT));
    }

    private static Finished run(List<String> bare, As as) {
        List<String> command = prefixed(as, bare);
        try (Running program = Running.of(command).with(as.environment()).start()) {
            int exit = program.awaitExit(COMMAND);
            return new Finished(command, exit, program.out(), program.err());
        }
    }

    private static List<String> prefixed(As as, List<String> command) {
        return Stream.concat(as.prefix().stream(), command.stream()).toList();
    }

    private static List<String> command(List<String> virtualMachine, List<String> arguments) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(
                "-XX:+UseParallelGC", "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
        command.addAll(virtualMachine);
        command.add(MAIN);
        command.addAll(arguments);
        return command;
    }

    /** The start of a command line, for scripts. */
    List<String> commandLine() {
        var command = new ArrayList<>(List.of("env", "CLASSPATH=" + ENVIRONMENT.get("CLASSPATH")));
        command.addAll(command(List.of(QUICK), List.of()));
        return command;
    }

    private Running launch() {
        var arguments = new ArrayList<>(List.of(
                "up", folder.resolve("drover.yaml").toString(), "--data", data().toString(), "--admin", "127.0.0.1:0"));
        arguments.addAll(flags);
        announced.forget();
        List<String> machine =
                List.of("-Xmx192m", "-XX:MaxDirectMemorySize=192m", "-Dio.netty.leakDetection.level=paranoid");
        return Running.of(prefixed(as, command(machine, arguments)))
                .with(as.environment())
                .start();
    }

    private DroverProcess awaitServing() {
        Await.until(
                "a listener on port " + port,
                PATIENCE,
                () -> {
                    if (!program.isAlive()) {
                        return true;
                    }
                    RawClient.connect(port).close();
                    return true;
                },
                program::said);
        assertTrue(program.isAlive(), program::said);
        admin();
        return this;
    }

    /** Where its admin API listens, once it does: listeners are served before, and commands do not find it earlier. */
    String admin() {
        return announced.await(program);
    }

    int port() {
        return port;
    }

    Path folder() {
        return folder;
    }

    Path data() {
        return folder.resolve("data");
    }

    Path file() {
        return folder.resolve("drover.yaml");
    }

    long pid() {
        return program.pid();
    }

    String said() {
        return program.said();
    }

    Running program() {
        return program;
    }

    /** Runs a client command against this instance. */
    Finished drover(String... arguments) {
        var all = new ArrayList<>(List.of(arguments));
        all.add("--data");
        all.add(data().toString());
        return run(command(List.of(QUICK), all), as);
    }

    /** Starts a client command that goes on until it is closed. */
    Running start(String... arguments) {
        var all = new ArrayList<>(List.of(arguments));
        all.add("--data");
        all.add(data().toString());
        return Running.of(command(List.of(QUICK), all)).with(ENVIRONMENT).start();
    }

    /** The same, its output read as JSON. */
    JsonNode json(String... arguments) {
        Finished finished = drover(
                        Stream.concat(Stream.of(arguments), Stream.of("--json")).toArray(String[]::new))
                .succeeded();
        try {
            return JSON.readTree(finished.out());
        } catch (IOException e) {
            throw new AssertionError("not JSON: " + finished, e);
        }
    }

    /** What {@code status} says of a service. */
    JsonNode service(String name) {
        return json("status")
                .path("services")
                .valueStream()
                .filter(s -> s.path("name").asText().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no service " + name + " in the status"));
    }

    /** Writes a new file, with the same listener, and applies it. */
    Finished apply(String yaml, String... flags) {
        Path file = write(folder, listener(port) + yaml);
        return drover(Stream.concat(Stream.of("apply", file.toString()), Stream.of(flags))
                .toArray(String[]::new));
    }

    /** SIGKILL. */
    void kill() {
        program.kill();
        program.awaitExit(PATIENCE);
    }

    /** The same command line again, once the program has ended. */
    void startAgain() {
        assertTrue(!program.isAlive(), "still running");
        program = launch();
        awaitServing();
    }

    /** SIGTERM; it must drain, exit with 0 and have leaked nothing. */
    void stop() {
        program.terminate();
        ends();
    }

    /** It ends by itself, in peace. */
    void ends() {
        assertEquals(0, program.awaitExit(PATIENCE), program::said);
        assertNoLeak();
    }

    void assertNoLeak() {
        assertTrue(!program.said().contains("LEAK"), program::said);
        assertTrue(!logs().contains("LEAK"), this::logs);
    }

    /** All log files of the data folder. */
    String logs() {
        if (!Files.isDirectory(data())) {
            return "";
        }
        try (Stream<Path> files = Files.walk(data())) {
            var all = new StringBuilder();
            for (Path file : files.filter(f -> f.toString().endsWith(".log")).toList()) {
                all.append(Files.readString(file));
            }
            return all.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Resident memory in MiB, from {@code /proc}. */
    long residentMiB() {
        try {
            return Files.readAllLines(Path.of("/proc/" + pid() + "/status")).stream()
                            .filter(l -> l.startsWith("VmRSS:"))
                            .mapToLong(l -> Long.parseLong(l.replaceAll("[^0-9]", "")))
                            .sum()
                    / 1024;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends it if it still runs; {@link #stop} is what checks how. */
    @Override
    public void close() {
        program.close();
    }
}
