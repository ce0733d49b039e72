package dev.drover.registry.consul;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The differences that are meant, as {@code differences.txt} lists them. */
final class Differences {
    private final List<Meant> meant = new ArrayList<>();
    private final Set<Meant> met = new LinkedHashSet<>();

    private record Meant(String line, Pattern call, List<Pattern> places) {
        boolean covers(String name, String status, String place) {
            return (call.matcher(name).matches()
                            || call.matcher(status + " " + name).matches())
                    && places.stream().anyMatch(p -> p.matcher(place).matches());
        }
    }

    static Differences read(String resource) {
        var all = new Differences();
        for (String line : Script.lines(resource)) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            String[] parts = line.split(" \\| ", 3);
            if (parts.length < 3 || parts[2].isBlank()) {
                throw new AssertionError("no reason given: " + line);
            }
            var places = new ArrayList<Pattern>();
            for (String place : parts[1].split(", *")) {
                places.add(pattern(place.strip(), "[^.\\[]*"));
            }
            all.meant.add(new Meant(line, pattern(parts[0].strip(), "[^/ ]*"), places));
        }
        return all;
    }

    private static Pattern pattern(String text, String one) {
        var regex = new StringBuilder();
        for (String part : text.split("(?<=\\*)(?!\\*)|(?<!\\*)(?=\\*)")) {
            regex.append(
                    switch (part) {
                        case "**" -> ".*";
                        case "*" -> one;
                        default -> Pattern.quote(part);
                    });
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }

    /** What differs without being meant to, each in one line. */
    List<String> unmeant(Script.Step step, Told consul, Told drover) {
        var places = new TreeSet<>(consul.parts().keySet());
        places.addAll(drover.parts().keySet());
        var unmeant = new ArrayList<String>();
        String status = consul.parts().getOrDefault("status", "");
        for (String place : places) {
            String theirs = consul.parts().getOrDefault(place, "(nothing)");
            String ours = drover.parts().getOrDefault(place, "(nothing)");
            if (!theirs.equals(ours) && !covered(step.name(), status, place)) {
                unmeant.add(step.line() + ": " + step.name() + ": " + place + ": Consul " + theirs.strip() + "  Drover "
                        + ours.strip());
            }
        }
        return unmeant;
    }

    private boolean covered(String name, String status, String place) {
        for (Meant one : meant) {
            if (one.covers(name, status, place)) {
                met.add(one);
                return true;
            }
        }
        return false;
    }

    /** Lines that no answer needed. */
    List<String> idle() {
        return meant.stream().filter(one -> !met.contains(one)).map(Meant::line).toList();
    }
}
