package dev.drover.registry.state;

import static dev.drover.registry.state.Topic.lower;

import dev.drover.registry.entry.AppliedModel;
import dev.drover.registry.entry.Challenge;
import dev.drover.registry.entry.Check;
import dev.drover.registry.entry.KeyStep;
import dev.drover.registry.entry.KvEntry;
import dev.drover.registry.entry.ModelWord;
import dev.drover.registry.entry.Node;
import dev.drover.registry.entry.PreparedQuery;
import dev.drover.registry.entry.Service;
import dev.drover.registry.entry.Session;
import dev.drover.registry.entry.UserEvent;
import dev.drover.registry.entry.Vote;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.pcollections.TreePMap;

/**
 * The maps that a state consists of. They are persistent (a changed one shares all but a path with the one before), so that a copy
 * of this costs a few words however much the registry holds. Only a {@link Draft} writes to its own copy.
 *
 * <p>A composed key joins its parts with NUL, which no name holds, so that what belongs together lies together in order.
 */
final class Tables implements Cloneable {
    private static final String NUL = "\0";

    long index = 1;
    /** The latest time that came with a command: it never goes back, whatever clocks do. */
    Instant now = Instant.EPOCH;

    TreePMap<String, Node> nodes = TreePMap.empty();
    /** Node names by id. */
    TreePMap<String, String> nodeIds = TreePMap.empty();
    /** By node and id. */
    TreePMap<String, Service> services = TreePMap.empty();
    /** By name, node and id. */
    TreePMap<String, Service> instances = TreePMap.empty();
    /** By node and id. */
    TreePMap<String, Check> checks = TreePMap.empty();
    /** By node, id of the service, and id. */
    TreePMap<String, Check> checksOfServices = TreePMap.empty();

    TreePMap<String, KvEntry> kv = TreePMap.empty();
    /** Keys by session and key. */
    TreePMap<String, String> held = TreePMap.empty();
    /** Until when nobody gets the lock of a key. */
    TreePMap<String, Instant> delays = TreePMap.empty();
    /** When a key that is gone went. */
    TreePMap<String, Long> tombstones = TreePMap.empty();

    TreePMap<String, Session> sessions = TreePMap.empty();
    /** By node and id. */
    TreePMap<String, Session> sessionsOfNodes = TreePMap.empty();

    /** The copy of which there are parts; empty: none. */
    String copying = "";

    TreePMap<Integer, byte[]> parts = TreePMap.empty();

    TreePMap<String, PreparedQuery> queries = TreePMap.empty();
    List<UserEvent> events = List.of();
    /** By service, instance and node. */
    TreePMap<String, Vote> votes = TreePMap.empty();

    /** Newest first. */
    List<AppliedModel> models = List.of();

    /** By node. */
    TreePMap<String, ModelWord> modelWords = TreePMap.empty();

    /** Oldest first. */
    List<Challenge> challenges = List.of();

    /** By zone. */
    TreePMap<String, KeyStep> keySteps = TreePMap.empty();

    TreePMap<String, Long> nodeIndexes = TreePMap.empty();
    TreePMap<String, Long> serviceIndexes = TreePMap.empty();
    /** When a node last went: the index of all that are not there. Likewise the next two. */
    long nodeGone;

    long serviceGone;
    long keysForgotten;
    long allNodes;
    long allServices;
    long allChecks;
    long allSessions;
    long allQueries;
    long allModels;

    static String key(Vote vote) {
        return join(vote.service(), vote.instance(), lower(vote.node()));
    }

    static String join(String... parts) {
        return String.join(NUL, parts);
    }

    /** What each composed key starts with that has these parts and more. */
    static String within(String... parts) {
        return join(parts) + NUL;
    }

    /** The values of keys that start with {@code prefix}, in order. */
    static <V> List<V> under(TreePMap<String, V> map, String prefix) {
        SortedMap<String, V> from = prefix.isEmpty() ? map : map.tailMap(prefix);
        var found = new ArrayList<V>();
        for (var entry : from.entrySet()) {
            if (!entry.getKey().startsWith(prefix)) {
                break;
            }
            found.add(entry.getValue());
        }
        return found;
    }

    /** Whether some key starts with {@code prefix}. */
    static boolean any(TreePMap<String, ?> map, String prefix) {
        var from = map.tailMap(prefix);
        return !from.isEmpty() && from.firstKey().startsWith(prefix);
    }

    Tables copy() {
        try {
            return (Tables) super.clone();
        } catch (CloneNotSupportedException e) {
            throw new AssertionError(e);
        }
    }
}
