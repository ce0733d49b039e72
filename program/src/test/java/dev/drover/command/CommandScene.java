package dev.drover.command;

import dev.drover.plane.control.Routing;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

/** Commands as typed, without a node. */
abstract class CommandScene {
    static final String SOUND = """
            listen: {web: {protocol: http, address: "127.0.0.1:18080"}}
            services: {shop: {instances: {addresses: ["127.0.0.1:1"]}}}
            routes: [{name: all, match: {path: /**}, to: shop}]
            """;

    final StringWriter out = new StringWriter();
    final StringWriter err = new StringWriter();

    @TempDir
    Path folder;

    int run(String... args) {
        var program = new Program(
                (settings, secret, ticker) -> {
                    throw new AssertionError("no node is made here");
                },
                (model, query) -> {
                    if (query.url().equals("/boom")) {
                        throw new IllegalStateException("secret detail");
                    }
                    return new Routing("all", null, "respond 200", "", "", null, List.of(), List.of());
                });
        var output = new Output(
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                false,
                ZoneOffset.UTC,
                Map.of("DROVER_DATA", folder.resolve("data").toString()));
        return Commands.run(args, program, output);
    }

    String file(String text) throws IOException {
        return Files.writeString(folder.resolve("drover.yaml"), text).toString();
    }
}
