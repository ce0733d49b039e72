package dev.drover.observe.sample;

import dev.drover.observe.capture.Content;
import dev.drover.observe.capture.Tree;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** A tree, and what it refused to tell for want of rights: by kind of path, such as {@code /proc/[pid]/io}, how many. */
final class Refusals implements Tree {
    private static final Set<String> REASONS = Set.of("Permission denied", "Operation not permitted");
    private static final Pattern NUMBER = Pattern.compile("(?<=/)[0-9]+(?=/|$)");
    private static final Pattern THREAD = Pattern.compile("/task/\\[pid]");

    private final Tree tree;
    private final SortedMap<String, Integer> refused = new TreeMap<>();

    Refusals(Tree tree) {
        this.tree = tree;
    }

    @Override
    public void nextRound(Instant at, long nanos) {
        refused.clear();
        tree.nextRound(at, nanos);
    }

    @Override
    public Content read(String path) {
        Content content = tree.read(path);
        if (content instanceof Content.Unreadable(String why) && REASONS.contains(why)) {
            refused.merge(kind(path), 1, Integer::sum);
        }
        return content;
    }

    /** Of this round. */
    Map<String, Integer> all() {
        return refused.isEmpty() ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(refused));
    }

    private static String kind(String path) {
        return THREAD.matcher(NUMBER.matcher(path).replaceAll("[pid]")).replaceAll("/task/[tid]");
    }

    @Override
    public void close() {
        tree.close();
    }
}
