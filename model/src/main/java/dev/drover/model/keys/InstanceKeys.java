package dev.drover.model.keys;

import dev.drover.model.Instances;
import dev.drover.model.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** Keys that say where instances are. */
final class InstanceKeys {
    private static final Key<List<String>> COMMAND = Key.required(
            "command",
            Listed.of(Words.TEXT).atLeastOne(),
            "[./serve, --port, \"{port}\"]",
            "Program and arguments, started without a shell; \"{port}\" stands for the free port given to the instance.");
    private static final Key<Integer> COUNT =
            Key.optional("count", Units.count(1, 1000), "How many to run.").orElse("1");
    private static final Key<SequencedMap<String, Secret>> ENVIRONMENT = Key.<SequencedMap<String, Secret>>optional(
                    "environment",
                    Named.of("VARIABLE", Words.VARIABLE, Words.SECRET),
                    "The whole environment of the process; nothing is inherited.")
            .orElse(new LinkedHashMap<>(), "empty");
    private static final Key<Path> DIRECTORY =
            Key.optional("directory", Words.FILE, "Working directory. Default: the folder of the file.");
    private static final Key<String> USER = Key.optional(
            "user",
            Words.TEXT,
            "Account to run as; demanded when Drover runs as root. A Drover that may not switch accounts keeps its own and says so.");
    private static final Key<Duration> START = Key.optional(
                    "start", Units.DURATION, "Longest time from the start to the first passed check.")
            .orElse("30s");
    private static final Key<Duration> DRAIN = Key.optional(
                    "drain",
                    Units.DURATION,
                    "Longest time that its requests and WebSockets are waited for before it is stopped; sooner if none is left.")
            .orElse("30s");
    private static final Key<Duration> STOP = Key.optional(
                    "stop", Units.DURATION, "Time between SIGTERM and SIGKILL to the process group.")
            .orElse("10s");

    static final Shape<Instances> INSTANCES = Choice.<Instances>of("")
            .word("registered", new Instances.Registered())
            .with("addresses", Listed.oneOrMore(Addresses.INSTANCE).map(Instances.Addresses::new))
            .with(
                    "run",
                    Keyed.of(
                            "processes to run",
                            InstanceKeys::run,
                            COMMAND,
                            COUNT,
                            ENVIRONMENT,
                            DIRECTORY,
                            USER,
                            START,
                            DRAIN,
                            STOP));

    private InstanceKeys() {}

    private static @Nullable Instances run(Fields f) {
        List<String> command = f.get(COMMAND);
        boolean told = command.stream().anyMatch(InstanceKeys::hasPort)
                || f.get(ENVIRONMENT).values().stream()
                        .anyMatch(s -> s instanceof Secret.Plain plain && hasPort(plain.text()));
        if (!told) {
            return f.refuse(
                    COMMAND,
                    "the program is not told its port (expected: \"{port}\" in an argument or an environment value)",
                    "command: [" + command.getFirst() + ", --port, \"{port}\"], or environment: {PORT: \"{port}\"}");
        }
        return new Instances.Run(
                command,
                f.get(COUNT),
                f.get(ENVIRONMENT),
                f.optional(DIRECTORY).orElseGet(() -> f.spot().reading().resolve("")),
                f.optional(USER),
                f.get(START),
                f.get(DRAIN),
                f.get(STOP));
    }

    private static boolean hasPort(String text) {
        return text.contains("{port}");
    }
}
