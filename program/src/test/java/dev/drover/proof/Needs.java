package dev.drover.proof;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** What a test needs of the machine; where it is missing the test is skipped with this as its reason. */
final class Needs {
    private Needs() {}

    static void program(String name) {
        boolean found = Stream.of("/usr/bin", "/usr/sbin", "/bin", "/sbin", "/usr/local/bin")
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
        Assumptions.assumeTrue(found, "needs the program " + name);
    }

    static void root() {
        Assumptions.assumeTrue("root".equals(System.getProperty("user.name")), "needs root");
    }
}
