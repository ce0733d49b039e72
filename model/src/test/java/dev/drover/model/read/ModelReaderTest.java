package dev.drover.model.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.model.Certificate;
import dev.drover.model.Health;
import dev.drover.model.Retry;
import dev.drover.model.Service;
import dev.drover.testkit.process.Finished;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelReaderTest {
    private static final String SMALL = """
            listen: {web: {protocol: http, address: "*:8080"}}
            services: {a: {instances: {addresses: [10.0.0.1:80]}}}
            routes: [{match: {path: /**}, to: a}]
            """;

    @TempDir
    Path folder;

    @Test
    void readsAFileOfAFolder() throws IOException {
        Files.writeString(folder.resolve("drover.yaml"), SMALL);
        assertEquals(1, sound(ModelReader.read(folder)).model().services().size());
    }

    @Test
    void namesPlacesAsTheUserNamedTheFile() throws IOException {
        Files.writeString(folder.resolve("drover.yaml"), "listn: {}\n");
        String said = refused(ModelReader.read(folder.resolve("../" + folder.getFileName() + "/drover.yaml")));
        assertTrue(said.contains(folder.getFileName() + "/drover.yaml:1:1: listn: unknown key"), said);
    }

    @Test
    void answersWhatIsNoReadableFileInOneLine() throws IOException {
        assertTrue(refused(ModelReader.read(folder))
                .endsWith("the folder has no drover.yaml\n  fix: give the file: drover check FILE"));
        assertTrue(refused(ModelReader.read(folder.resolve("x"))).endsWith("there is no such file"));
    }

    @Test
    void saysThatAFileMayNotBeRead() throws IOException {
        Path secret = Files.writeString(folder.resolve("s.yaml"), SMALL);
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("---------"));
        if (!Files.isReadable(secret)) {
            assertTrue(refused(ModelReader.read(secret)).contains("permission denied"));
        } else {
            assertEquals(
                    secret + ":1:1: the file cannot be read: permission denied\n  fix: chmod or chown it",
                    readWithoutPrivilege(secret));
        }
    }

    /** Root reads everything, unless it has given that up. */
    private static String readWithoutPrivilege(Path file) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command = List.of(
                "setpriv",
                "--bounding-set=-dac_override,-dac_read_search",
                java,
                "-cp",
                System.getProperty("java.class.path"),
                ReadingProgram.class.getName(),
                file.toString());
        return Finished.run(Duration.ofSeconds(30), command.toArray(String[]::new))
                .succeeded()
                .out()
                .strip();
    }

    @Test
    void refusesWhatIsNotUtf8WithItsPlace() throws IOException {
        Path file = folder.resolve("a.yaml");
        Files.write(file, "cluster: a\n# caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));
        assertTrue(refused(ModelReader.read(file)).contains("a.yaml:2:6: byte 0xe9 is not UTF-8"));
        Files.write(file, ("\ufeff" + SMALL).getBytes(StandardCharsets.UTF_16LE));
        assertTrue(refused(ModelReader.read(file)).contains("the file is UTF-16"));
        Files.write(file, ("\ufeff" + SMALL).getBytes(StandardCharsets.UTF_8));
        sound(ModelReader.read(file));
    }

    @Test
    void refusesAFileThatIsTooLong() throws IOException {
        Path file = Files.writeString(folder.resolve("a.yaml"), "# 45678\n".repeat((4 << 20) / 8) + SMALL);
        String said = refused(ModelReader.read(file));
        assertTrue(said.contains("bytes (expected: at most 4 MiB)"), said);
    }

    @Test
    void refusesMoreFilesThanBelongToOneModel() throws IOException {
        Files.writeString(folder.resolve("drover.yaml"), "include: [many/*.yaml]\n" + SMALL);
        Files.createDirectory(folder.resolve("many"));
        for (int i = 0; i < 70; i++) {
            Files.writeString(folder.resolve("many/" + i + ".yaml"), "nodes: {n" + i + ": {}}\n");
        }
        assertTrue(refused(ModelReader.read(folder)).contains("more than 64 files"));
    }

    @Test
    void includesFromFoldersBesideAndBelow() throws IOException {
        Path inner = Files.createDirectories(folder.resolve("site/main"));
        Files.createDirectories(folder.resolve("site/shared/x"));
        Files.createDirectories(folder.resolve("site/shared/y"));
        Files.writeString(inner.resolve("drover.yaml"), "include: [../shared/*/node.yaml, \"*.yaml\"]\n" + SMALL);
        Files.writeString(folder.resolve("site/shared/x/node.yaml"), "nodes: {x: {}}\n");
        Files.writeString(folder.resolve("site/shared/y/node.yaml"), "nodes: {y: {}}\n");
        Read.Sound read = sound(ModelReader.read(inner));
        assertEquals(List.of("x", "y"), List.copyOf(read.model().nodes().keySet()));
        assertEquals(read.model(), sound(ModelReader.read(read.sources())).model());
        assertEquals(
                Set.of("drover.yaml", "../shared/x/node.yaml", "../shared/y/node.yaml"),
                read.sources().texts().keySet());
    }

    @Test
    void listsTheFirstOfVeryManyProblems() {
        var text = new StringBuilder(SMALL);
        for (int i = 0; i < 2000; i++) {
            text.append("- {match: {path: /").append(i).append("}, to: nobody}\n");
        }
        String many = text.toString().replace("routes: [{match: {path: /**}, to: a}]", "routes:");
        var refused = assertInstanceOf(Read.Refused.class, ModelReader.read("a", many, folder));
        assertEquals(501, refused.problems().size());
        assertTrue(refused.problems().getLast().toString().contains("and 1500 more problems"));
    }

    @Test
    void resumesFromItsSourcesWhateverBecameOfTheFiles() throws IOException {
        Files.createDirectories(folder.resolve("tls"));
        Files.writeString(folder.resolve("drover.yaml"), "include: [tls/*.yaml]\n" + SMALL);
        Path included = Files.writeString(
                folder.resolve("tls/c.yaml"),
                "certificates: {c: {names: [a.example], source: {files: {chain: a.pem, key: a.key}}}}\n");
        Files.writeString(folder.resolve("tls/.hidden.yaml"), "nonsense\n");
        Read.Sound first = sound(ModelReader.read(folder));
        Files.delete(included);
        Files.writeString(folder.resolve("tls/d.yaml"), "cluster: other\n");
        Files.writeString(folder.resolve("drover.yaml"), "listn: {}\n");
        Read.Sound again = sound(ModelReader.read(first.sources()));
        assertEquals(first.model(), again.model());
        var files =
                (Certificate.Source.Files) again.model().certificates().get("c").source();
        assertEquals(folder.toAbsolutePath().normalize().resolve("tls/a.pem"), files.chain());
        assertEquals(2, first.sources().texts().size());
        assertEquals("drover.yaml", first.sources().main());
    }

    @Test
    void readsHundredThousandInstancesWithinBounds() {
        var text = new StringBuilder(
                "listen: {web: {protocol: http, address: \"*:8080\"}}\nservices:\n  a:\n    instances:\n      addresses:\n");
        for (int i = 0; i < 100_000; i++) {
            text.append("      - 10.")
                    .append(i >> 16)
                    .append('.')
                    .append(i >> 8 & 255)
                    .append('.')
                    .append(i & 255);
            text.append(":8080\n");
        }
        text.append("routes: [{match: {path: /**}, to: a}]\n");
        var read = sound(ModelReader.read("drover.yaml", text.toString(), folder));
        assertEquals(
                100_000,
                ((dev.drover.model.Instances.Addresses)
                                read.model().services().get("a").instances())
                        .addresses()
                        .size());
    }

    @Test
    void defaultsOfTheKeysAreThoseOfTheRecords() {
        String text = SMALL.replace(
                "80]}}", "80]}, health: {flaps: {}, evidence: {}}, pending: {}, timeouts: {}, retry: {}}");
        Service full = sound(ModelReader.read("a", text.replace("}}, pending", "}}, pending"), folder))
                .model()
                .services()
                .get("a");
        Service bare =
                sound(ModelReader.read("a", SMALL, folder)).model().services().get("a");
        assertEquals(bare, full);
        assertEquals(Health.DEFAULT, bare.health());
        assertEquals(Retry.DEFAULT, bare.retry());
        assertEquals(Service.Timeouts.DEFAULT, bare.timeouts());
        assertEquals(Service.Pending.DEFAULT, bare.pending());
    }

    @Test
    void keepsThePlaceOfEveryValue() {
        Service service = sound(ModelReader.read("a.yaml", SMALL, folder))
                .model()
                .services()
                .get("a");
        assertEquals("a.yaml:2:12", service.where().toString());
        assertEquals(
                "a.yaml:2:40",
                service.where().at("instances").at("addresses").at("0").toString());
    }

    private static Read.Sound sound(Read read) {
        return assertInstanceOf(Read.Sound.class, read, read.toString());
    }

    private static String refused(Read read) {
        return String.join(
                "\n",
                assertInstanceOf(Read.Refused.class, read).problems().stream()
                        .map(Object::toString)
                        .toList());
    }
}
