package dev.drover.model.read;

import dev.drover.model.Dns;
import dev.drover.model.Dns.ZoneText;
import dev.drover.model.Problem;
import dev.drover.model.Where;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Gathers the zone files that a model names, and the files that those include. What is in them is read by whoever answers. */
final class ZoneTexts {
    /** Bytes of one zone file. */
    static final int LONGEST = 64 << 20;

    /** Files of one zone. */
    private static final int MOST = 64;

    /** RFC 1035 section 5.1; the name may be quoted. */
    private static final Pattern INCLUDE = Pattern.compile("(?im)^\\$include[ \\t]+(?:\"([^\"\\r\\n]*)\"|([^\\s;]+))");

    private final Path folder;
    private final Shelf shelf;
    private final Consumer<Problem> problems;
    private final Map<String, String> bundle;

    /** @param bundle what is read goes there, too */
    ZoneTexts(Path folder, Shelf shelf, Consumer<Problem> problems, Map<String, String> bundle) {
        this.folder = folder;
        this.shelf = shelf;
        this.problems = problems;
        this.bundle = bundle;
    }

    Dns read(Dns dns) {
        var zones = new LinkedHashMap<String, Dns.Zone>();
        dns.zones()
                .forEach((origin, zone) -> zones.put(
                        origin,
                        zone.file().map(file -> zone.with(read(zone, file))).orElse(zone)));
        return new Dns(
                dns.where(),
                zones,
                dns.location(),
                dns.keys(),
                dns.discovery(),
                dns.guarding(),
                dns.watching(),
                dns.secret());
    }

    private record Wanted(String name, Where at) {}

    private ZoneText read(Dns.Zone zone, ZoneText unread) {
        Where at = zone.where().at("file");
        String main = folder.relativize(Path.of(unread.main())).toString();
        var texts = new LinkedHashMap<String, String>();
        var shown = new LinkedHashMap<String, String>();
        var waiting = new ArrayDeque<>(List.of(new Wanted(main, at)));
        while (!waiting.isEmpty()) {
            Wanted next = waiting.removeFirst();
            if (texts.containsKey(next.name())) {
                continue;
            }
            if (texts.size() == MOST) {
                problem(next.at(), zone, "more than " + MOST + " files of one zone (expected: at most that)", "");
                break;
            }
            Optional<String> text = text(zone, next);
            if (text.isPresent()) {
                texts.put(next.name(), text.get());
                shown.put(next.name(), shelf.shown(next.name()));
                included(zone, new ZoneText(main, texts, shown), next.name(), text.get(), waiting);
            }
        }
        bundle.putAll(texts);
        return new ZoneText(main, texts, shown);
    }

    private Optional<String> text(Dns.Zone zone, Wanted wanted) {
        if (!shelf.exists(wanted.name())) {
            problem(wanted.at(), zone, shelf.shown(wanted.name()) + ": there is no such file", "");
            return Optional.empty();
        }
        return shelf.text(wanted.name(), LONGEST, problems);
    }

    private void included(Dns.Zone zone, ZoneText files, String by, String text, ArrayDeque<Wanted> waiting) {
        Matcher include = INCLUDE.matcher(text);
        while (include.find() && waiting.size() <= MOST) {
            String path = include.group(1) != null ? include.group(1) : include.group(2);
            Where at = place(by, text, include.start());
            Optional<String> name = files.resolve(by, path);
            if (name.isEmpty()) {
                problem(
                        at,
                        zone,
                        path + " lies outside of the folder of the zone file",
                        "move it beside the zone file, or below");
            } else {
                waiting.addLast(new Wanted(name.get(), at));
            }
        }
    }

    private Where place(String file, String text, int index) {
        int line = 1
                + (int) text.substring(0, index).chars().filter(c -> c == '\n').count();
        return new Where(shelf.shown(file), line, 1, Map.of());
    }

    private void problem(Where at, Dns.Zone zone, String what, String fix) {
        String path = "dns.zones." + zone.origin() + ".file";
        problems.accept(fix.isEmpty() ? Problem.of(at, path, what) : Problem.of(at, path, what, fix));
    }
}
