package dev.drover.proof;

import dev.drover.testkit.Await;
import dev.drover.testkit.process.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;

/** The file in which a node tells commands where its admin API listens. One that was killed leaves it behind, with a port that is nobody's. */
final class Announced {
    private static final List<Object> NOTHING = List.of();

    private final Path file;
    private List<Object> before = NOTHING;

    Announced(Path data) {
        this.file = data.resolve("admin.address");
    }

    /** What is there now is of an earlier node. */
    void forget() {
        before = now();
    }

    /** What the node says that was started since. */
    String await(Running node) {
        Await.until(
                "the admin API",
                DroverProcess.PATIENCE,
                () -> {
                    List<Object> now = now();
                    return !node.isAlive() || !now.equals(NOTHING) && !now.equals(before);
                },
                node::said);
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new AssertionError(node.said(), e);
        }
    }

    /** Each time it is written it is another one. */
    private List<Object> now() {
        try {
            var attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return List.of(String.valueOf(attributes.fileKey()), attributes.lastModifiedTime());
        } catch (IOException e) {
            return NOTHING;
        }
    }
}
