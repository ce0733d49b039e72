package dev.drover.clients;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Differences that are meant, one in a line: which questions, which parts of the answer, and why. */
final class MeantDifferences {
    private final List<Meant> all = new ArrayList<>();
    private final Set<Meant> met = new LinkedHashSet<>();

    private record Meant(String line, Pattern question, Set<String> parts) {}

    static MeantDifferences read(String resource) {
        var differences = new MeantDifferences();
        for (String line : text(resource).split("\n", -1)) {
            if (!line.isBlank() && !line.startsWith("#")) {
                String[] parts = line.split(" \\| ", 3);
                if (parts.length < 3 || parts[2].isBlank()) {
                    throw new AssertionError("no reason given: " + line);
                }
                String regex = Pattern.quote(parts[0].strip()).replace("*", "\\E.*\\Q");
                differences.all.add(new Meant(
                        line, Pattern.compile(regex), Set.of(parts[1].strip().split(", *", -1))));
            }
        }
        return differences;
    }

    static String text(String resource) {
        try (var in = Objects.requireNonNull(MeantDifferences.class.getResourceAsStream(resource), resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What differs without being meant to, each in one line. */
    List<String> unmeant(String question, Answered consul, Answered drover) {
        var unmeant = new ArrayList<String>();
        for (String part : new TreeSet<>(consul.parts().keySet())) {
            String theirs = consul.parts().get(part);
            String ours = drover.parts().get(part);
            if (!theirs.equals(ours) && !covers(question, part)) {
                unmeant.add(question + ": " + part + "\n    Consul " + theirs + "\n    Drover " + ours);
            }
        }
        return unmeant;
    }

    private boolean covers(String question, String part) {
        List<Meant> found = all.stream()
                .filter(m -> m.parts().contains(part)
                        && m.question().matcher(question).matches())
                .toList();
        met.addAll(found);
        return !found.isEmpty();
    }

    /** Lines that no answer needed. */
    List<String> idle() {
        return all.stream().filter(m -> !met.contains(m)).map(Meant::line).toList();
    }
}
