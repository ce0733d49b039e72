package dev.drover.house;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The rooms and their arrows, as ARCHITECTURE.md draws them: a room uses what is named here and, through that, what lies below. */
final class Rooms {
    /** The room of the program itself: {@code dev.drover} and every package below it that no other room is named by. */
    static final String PROGRAM = "program";

    static final Map<String, List<String>> MAY_USE = new TreeMap<>(Map.ofEntries(
            Map.entry("model", List.of()),
            Map.entry("board", List.of("model")),
            Map.entry("plane", List.of("model", "board")),
            Map.entry("observe", List.of("plane")),
            Map.entry("lab", List.of("observe")),
            Map.entry("policy", List.of("model", "board")),
            Map.entry("wire", List.of("plane")),
            Map.entry("http", List.of("wire")),
            Map.entry("health", List.of("plane", "policy", "http")),
            Map.entry("supervisor", List.of("plane", "policy")),
            Map.entry("gateway", List.of("plane", "policy", "http")),
            Map.entry("web", List.of()),
            Map.entry("admin", List.of("plane", "web")),
            Map.entry("registry", List.of("plane", "policy", "web")),
            Map.entry("dns", List.of("plane", "policy", "http")),
            Map.entry("testkit", List.of()),
            Map.entry(
                    "program",
                    List.of("health", "supervisor", "gateway", "admin", "registry", "dns", "observe", "lab")),
            Map.entry("clients", List.of("program", "testkit")),
            Map.entry("bench", List.of("program", "testkit"))));

    private Rooms() {}

    static String of(String packageName) {
        String[] parts = packageName.split("\\.");
        String room = parts.length > 2 ? parts[2] : PROGRAM;
        return MAY_USE.containsKey(room) ? room : PROGRAM;
    }

    /** Everything that a room may use, itself included. */
    static Set<String> below(String room) {
        var all = new HashSet<String>();
        all.add(room);
        for (String used : MAY_USE.get(room)) {
            all.addAll(below(used));
        }
        return all;
    }
}
