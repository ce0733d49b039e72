package dev.drover.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.testkit.Await;
import dev.drover.testkit.FreePort;
import dev.drover.testkit.process.Finished;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example shop runs, and every line of its README does what its remark says; on ports of its own. */
@Tag("long")
final class ShopTest {
    private static final Pattern STATUS = Pattern.compile("\\b([2-5][0-9][0-9])\\b");

    @TempDir
    private Path folder;

    private final int plain = FreePort.next();
    private final int secure = FreePort.next();

    @Test
    void doesWhatItsReadmeSays() throws IOException {
        Needs.program("curl");
        Path shop = copy();
        List<String> lines = commands(shop.resolve("README.md"));
        try (var drover = DroverProcess.inFolder(shop, plain)) {
            script(drover);
            Await.until("all instances", Duration.ofSeconds(60), () -> up(drover) == 5, drover::said);
            assertTrue(lines.size() >= 10, lines::toString);
            for (String line : lines) {
                run(line);
            }
            drover.stop();
        }
    }

    private static long up(DroverProcess drover) {
        return Stream.of("catalog", "catalog-next", "orders")
                .flatMap(s -> drover.service(s).path("instances").valueStream())
                .filter(i -> i.path("measured").asText().equals("up"))
                .count();
    }

    /** The commands between {@code ```sh} and {@code ```}, remarks and all. */
    private static List<String> commands(Path readme) throws IOException {
        Matcher blocks = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(readme));
        return blocks.results().flatMap(b -> b.group(1).lines()).toList();
    }

    private void run(String line) {
        Finished finished = Finished.run(
                Duration.ofSeconds(60),
                "bash",
                "-c",
                "cd '" + folder + "' && { " + line.replaceFirst(" +# .*", "") + "; }");
        assertEquals(0, finished.exit(), finished::toString);
        assertTrue(!finished.out().isBlank(), finished::toString);
        String remark = line.replaceFirst(".*? +# ", "");
        if (line.contains("curl -si") && !remark.equals(line)) {
            STATUS.matcher(remark)
                    .results()
                    .map(m -> m.group(1))
                    .forEach(status -> assertTrue(finished.out().startsWith("HTTP/1.1 " + status), finished::toString));
        }
    }

    /** Whoever runs the instances must be able to read them. */
    private Path copy() throws IOException {
        Path shop = folder.resolve("examples/shop");
        Path from = Path.of("../examples/shop");
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path to = shop.resolve(from.relativize(file));
                Files.createDirectories(to.getParent());
                Files.writeString(
                        to,
                        Files.readString(file)
                                .replace("8080", String.valueOf(plain))
                                .replace("8443", String.valueOf(secure)));
            }
        }
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        return shop;
    }

    /** {@code ./drover}, as the README types it. */
    private void script(DroverProcess drover) throws IOException {
        Path script = folder.resolve("drover");
        String command = drover.commandLine().stream().map(w -> "'" + w + "'").collect(Collectors.joining(" "));
        Files.writeString(script, "#!/bin/sh\nexec " + command + " \"$@\" --data '" + drover.data() + "'\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
