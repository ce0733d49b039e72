package dev.drover.registry.plane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.model.Registry;
import dev.drover.model.Registry.Kind;
import dev.drover.model.read.ModelReader;
import dev.drover.model.read.Read;
import dev.drover.plane.NotPrepared;
import dev.drover.plane.Secrets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdmissionTest {
    @TempDir
    private Path folder;

    private Registry registry(String tokens) {
        Read read = ModelReader.read("drover.yaml", "registry: {tokens: {" + tokens + "}}\n", folder);
        return assertInstanceOf(Read.Sound.class, read, read.toString())
                .model()
                .registry()
                .orElseThrow();
    }

    private static Secrets environment(String... pairs) {
        return new Secrets(pairs.length == 0 ? Map.of() : Map.of(pairs[0], pairs[1]));
    }

    @Test
    void readsSecretsWhereTheyAreKept() throws Exception {
        Files.writeString(folder.resolve("web.token"), "from-a-file\nsecond line\n");
        var tokens = Admission.tokens(
                registry("a: {secret: {env: A}, everything: read}, b: {secret: {file: web.token}, everything: write}"),
                environment("A", "from-the-environment"));
        assertTrue(tokens.rights("from-the-environment").orElseThrow().mayRead(Kind.KEYS, "x"));
        assertFalse(tokens.rights("from-the-environment").orElseThrow().mayWrite(Kind.KEYS, "x"));
        assertTrue(tokens.rights("from-a-file").orElseThrow().mayWrite(Kind.KEYS, "x"));
        assertTrue(tokens.rights("second line").isEmpty());
    }

    @Test
    void asksForNoneWhereNoneIsDeclared() throws NotPrepared {
        assertFalse(Admission.tokens(Registry.byDefault(dev.drover.model.Where.nowhere()), environment())
                .areAsked());
    }

    @Test
    void namesEverySecretThatCannotBeUsedAndPrintsNone() throws IOException {
        Files.writeString(folder.resolve("empty"), "\n");
        Files.writeString(folder.resolve("same"), "hunter2\n");
        var refused = assertThrows(
                NotPrepared.class,
                () -> Admission.tokens(
                        registry("a: {secret: {env: A}, everything: read}, b: {secret: {file: none}, everything: read},"
                                + " c: {secret: {file: empty}, everything: read}, d: {secret: hunter2, everything: read},"
                                + " e: {secret: {file: same}, everything: read}"),
                        environment()));
        var said =
                refused.problems().stream().map(p -> p.path() + ": " + p.what()).toList();
        assertEquals(4, said.size(), said.toString());
        assertEquals("registry.tokens.a.secret: A is not in Drover's own environment", said.get(0));
        assertEquals("registry.tokens.e.secret: token d has the same secret", said.get(3));
        assertFalse(refused.problems().toString().contains("hunter2"));
    }
}
