package dev.drover.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.drover.testkit.http.Origin;
import dev.drover.testkit.process.Running;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One script in the words of each client: it registers, tells health, finds, keeps keys, locks, waits for changes and goes. It prints
 * the facts it learnt, and they are the same for each client on each side.
 */
@Tag("long")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ScriptsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Map<Side, Side.Server> servers = new EnumMap<>(Side.class);
    private final Origin origin = new Origin("client");

    @TempDir
    private Path folder;

    /** A client, and the program that speaks by it. */
    enum Client {
        ECWID {
            @Override
            Running.Start program(List<String> arguments) {
                return Programs.java("ecwid", "dev.drover.clients.EcwidScript", arguments);
            }
        },
        KIWIPROJECT {
            @Override
            Running.Start program(List<String> arguments) {
                return Programs.java("kiwiproject", "dev.drover.clients.KiwiScript", arguments);
            }
        },
        NPM {
            @Override
            Running.Start program(List<String> arguments) {
                return Programs.node("npm/script.js", arguments);
            }
        },
        PYTHON {
            @Override
            Running.Start program(List<String> arguments) {
                return Programs.python("python/script.py", arguments);
            }
        };

        abstract Running.Start program(List<String> arguments);
    }

    static Stream<Arguments> matrix() {
        return Stream.of(Client.values())
                .flatMap(client -> Stream.of(Side.values()).map(side -> Arguments.of(client, side)));
    }

    @AfterAll
    void end() {
        servers.values().forEach(Side.Server::close);
        origin.close();
    }

    @ParameterizedTest(name = "{0} asks {1}")
    @MethodSource("matrix")
    void learnsTheSameFromBoth(Client client, Side side) throws IOException {
        Side.Server server = servers.computeIfAbsent(side, s -> s.start(folder.resolve(s.name())));
        var arguments = List.of(Integer.toString(server.port()), "http://127.0.0.1:" + origin.port() + "/healthz");
        try (Running program = client.program(arguments).start()) {
            int exit = program.awaitExit(PATIENCE);
            assertEquals(
                    expected(),
                    program.out(),
                    () -> program.said() + server.said().get());
            assertEquals(0, exit, program::said);
        }
    }

    private static String expected() throws IOException {
        try (var text = Objects.requireNonNull(ScriptsTest.class.getResourceAsStream("transcript.txt"))) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
