package dev.drover.model.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.drover.model.Problem;
import dev.drover.model.keys.Reference;
import dev.drover.model.tree.Tree;
import dev.drover.model.tree.YamlText;
import dev.drover.testkit.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The schema and the reader agree: networknt's validator is the judge of the schema. */
class SchemaTest {
    private static final Schema SCHEMA = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(dev.drover.model.keys.Schema.text(), InputFormat.JSON);

    @TestFactory
    Stream<DynamicTest> acceptsWhatIsSoundByItself() {
        return goldens("sound", "meaning")
                .map(golden -> test(golden, () -> assertEquals(List.of(), complaints(golden))));
    }

    @TestFactory
    Stream<DynamicTest> refusesWhatTheReaderRefuses() {
        return goldens("structure")
                .map(golden -> test(golden, () -> assertFalse(complaints(golden).isEmpty())));
    }

    @TestFactory
    Stream<DynamicTest> acceptsTheExamples() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("../examples"))) {
            return files.filter(f -> f.endsWith(ModelReader.NAME)).toList().stream()
                    .map(f -> DynamicTest.dynamicTest(
                            f.toString(),
                            () -> assertEquals(List.of(), complaints(f.toString(), Files.readString(f)))));
        } catch (NoSuchFileException e) {
            return Stream.empty();
        }
    }

    /** Whatever the reader takes, the schema takes: an editor must not mark what is right. */
    @Property(tries = 400, seed = "4711")
    void acceptsWhateverTheReaderTakes(@ForAll("changedFiles") String text) {
        if (ModelReader.read("drover.yaml", text, Path.of("/x")) instanceof Read.Sound) {
            assertEquals(List.of(), complaints("drover.yaml", text));
        }
    }

    /** Sound files in which a word was put for another. */
    @Provide
    Arbitrary<String> changedFiles() {
        List<String> files = goldens("sound")
                .map(Golden::input)
                .filter(f -> !f.contains("\n== "))
                .toList();
        List<String> words = files.stream()
                .flatMap(f -> Stream.of(f.split("[ ,:{}\\[\\]\n]+", -1)))
                .filter(w -> !w.isEmpty())
                .distinct()
                .toList();
        return Combinators.combine(Arbitraries.of(files), Arbitraries.of(words), Arbitraries.of(words))
                .as((file, word, other) -> file.replace(" " + word, " " + other));
    }

    @Test
    void referencePageIsTheOneInTheDocs() throws IOException {
        Path page = Path.of("../docs/reference.md");
        if (System.getProperty("golden.update") != null) {
            Files.createDirectories(page.getParent());
            Files.writeString(page, Reference.text());
        }
        assertEquals(Files.readString(page), Reference.text(), "run with -Dgolden.update");
    }

    private static Stream<Golden> goldens(String... folders) {
        return Stream.of(folders).flatMap(f -> Golden.below(GoldenFilesTest.FOLDER.resolve(f)).stream());
    }

    private static DynamicTest test(Golden golden, org.junit.jupiter.api.function.Executable body) {
        return DynamicTest.dynamicTest(golden.file().getFileName().toString(), body);
    }

    private static List<String> complaints(Golden golden) {
        var all = new ArrayList<String>();
        GoldenFilesTest.sources(golden.input()).texts().forEach((name, text) -> {
            if (name.endsWith(".yaml")) {
                all.addAll(complaints(name, text));
            }
        });
        return all;
    }

    private static List<String> complaints(String name, String text) {
        var problems = new ArrayList<Problem>();
        var json = new StringBuilder();
        Tree tree = YamlText.read(name, text, problems::add).orElseThrow();
        write(json, tree);
        if (!problems.isEmpty()) {
            return problems.stream().map(Problem::toString).toList();
        }
        assertTrue(json.length() > 0);
        return SCHEMA.validate(json.toString(), InputFormat.JSON).stream()
                .map(Object::toString)
                .toList();
    }

    /** As an editor sees it: plain scalars get the types of YAML's core schema (YAML 1.2.2, 10.3.2). */
    private static void write(StringBuilder json, Tree tree) {
        switch (tree) {
            case Tree.Text text -> json.append(scalar(text));
            case Tree.Items items -> {
                json.append('[');
                for (int i = 0; i < items.items().size(); i++) {
                    json.append(i == 0 ? "" : ",");
                    write(json, items.items().get(i));
                }
                json.append(']');
            }
            case Tree.Entries map -> {
                json.append('{');
                for (int i = 0; i < map.entries().size(); i++) {
                    json.append(i == 0 ? "" : ",")
                            .append(quoted(map.entries().get(i).key()))
                            .append(':');
                    write(json, map.entries().get(i).value());
                }
                json.append('}');
            }
        }
    }

    private static String scalar(Tree.Text text) {
        boolean typed = text.text().matches("true|false|-?(0|[1-9][0-9]*)(\\.[0-9]+)?");
        if (text.isNothing()) {
            return "null";
        }
        return !text.quoted() && typed ? text.text() : quoted(text.text());
    }

    private static String quoted(String text) {
        var json = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            json.append(c == '"' || c == '\\' || c < ' ' ? "\\u%04x".formatted((int) c) : Character.toString(c));
        }
        return json.append('"').toString();
    }
}
