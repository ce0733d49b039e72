package dev.drover.model.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.testkit.Golden;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Files in {@code golden/}: {@code sound} ones with the model they make, and refused ones with all that is said about them, apart
 * by why: {@code text} (no YAML we read), {@code structure} (wrong by itself, the JSON Schema sees it too), {@code meaning} (wrong
 * together with the rest).
 *
 * <p>A line {@code == NAME} begins another file of the same input.
 */
class GoldenFilesTest {
    static final Path FOLDER = Path.of("src/test/resources/golden");

    @TestFactory
    Stream<DynamicTest> saysWhatTheFileSays() {
        return Golden.below(FOLDER).stream()
                .map(golden -> DynamicTest.dynamicTest(
                        FOLDER.relativize(golden.file()).toString(), () -> golden.verify(answer(golden))));
    }

    @TestFactory
    Stream<DynamicTest> refusesWhatStandsAmongTheRefusedOnes() {
        return Golden.below(FOLDER).stream()
                .map(golden -> DynamicTest.dynamicTest(
                        FOLDER.relativize(golden.file()).toString(),
                        () -> assertEquals(
                                isSound(golden), ModelReader.read(sources(golden.input())) instanceof Read.Sound)));
    }

    @Test
    void holdsEnoughFilesAndHalfOfThemRefused() {
        List<Golden> all = Golden.below(FOLDER);
        long refused = all.stream().filter(g -> !isSound(g)).count();
        assertTrue(all.size() >= 80, "golden files: " + all.size());
        assertTrue(refused >= 40, "of them refused: " + refused);
    }

    static boolean isSound(Golden golden) {
        return golden.file().getParent().endsWith("sound");
    }

    static Sources sources(String input) {
        var texts = new LinkedHashMap<String, String>();
        String name = ModelReader.NAME;
        var text = new StringBuilder();
        for (String line : input.split("(?<=\n)", -1)) {
            if (line.startsWith("== ")) {
                texts.put(name, text.toString());
                name = line.substring(3).strip();
                text.setLength(0);
            } else {
                text.append(line);
            }
        }
        texts.put(name, text.toString());
        return new Sources(Path.of("/etc/drover"), texts);
    }

    private static String answer(Golden golden) {
        var text = new StringBuilder();
        switch (ModelReader.read(sources(golden.input()))) {
            case Read.Refused refused ->
                refused.problems().forEach(p -> text.append(p).append('\n'));
            case Read.Sound sound -> {
                sound.warnings().forEach(w -> text.append("warning: ").append(w).append('\n'));
                text.append(Rendered.text(sound.model()));
            }
        }
        return text.toString();
    }
}
