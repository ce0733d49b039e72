package dev.drover.registry.query;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * All prepared queries, and which of them an id or a name means: first a query with that id, then one with that name, then the
 * template with the longest name that the name begins with. Case does not count in names. Immutable.
 */
public final class Queries {
    private static final Pattern UUID =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", Pattern.CASE_INSENSITIVE);

    private final Map<String, CompiledQuery> byId = new HashMap<>();
    private final Map<String, CompiledQuery> byName = new HashMap<>();
    private final TreeMap<String, CompiledQuery> templates = new TreeMap<>();

    private Queries() {}

    /**
     * Prepares queries to be asked for. Of two with the same name the later one is found.
     *
     * @throws BadQuery if one cannot be read: {@link Query#check} refuses such queries before they are kept
     */
    public static Queries of(Collection<Query> all) throws BadQuery {
        var queries = new Queries();
        for (var query : all) {
            var compiled = CompiledQuery.of(query);
            String name = lower(query.name());
            queries.byId.put(lower(query.id()), compiled);
            if (!name.isEmpty()) {
                queries.byName.put(name, compiled);
            }
            if (compiled.isTemplate()) {
                queries.templates.put(name, compiled);
            }
        }
        return queries;
    }

    /**
     * The query that an id or a name means, with its template rendered; empty if there is none.
     *
     * @param segment the network segment of the agent that asks; empty for none
     * @throws BadQuery if a template is asked for by its id, or cannot be rendered for this name
     */
    public Optional<Query> find(String idOrName, String segment) throws BadQuery {
        if (UUID.matcher(idOrName).matches()) {
            var byItsId = byId.get(lower(idOrName));
            if (byItsId != null && byItsId.isTemplate()) {
                throw new BadQuery("prepared query templates can only be resolved up by name, not by ID");
            }
            if (byItsId != null) {
                return Optional.of(byItsId.query());
            }
        }
        if (idOrName.isEmpty()) {
            return Optional.empty();
        }
        var found = byName.get(lower(idOrName));
        if (found == null) {
            found = longestPrefix(lower(idOrName));
        }
        return found == null ? Optional.empty() : Optional.of(found.rendered(idOrName, segment));
    }

    /** The template with the longest name that {@code name} begins with, or null. */
    private @Nullable CompiledQuery longestPrefix(String name) {
        // the greatest name not above is a prefix, or shares with every shorter prefix what both begin with
        var entry = templates.floorEntry(name);
        while (entry != null && !name.startsWith(entry.getKey())) {
            entry = templates.floorEntry(name.substring(0, shared(name, entry.getKey())));
        }
        return entry == null ? null : entry.getValue();
    }

    private static int shared(String a, String b) {
        int most = Math.min(a.length(), b.length());
        int i = 0;
        while (i < most && a.charAt(i) == b.charAt(i)) {
            i++;
        }
        return i;
    }

    /** Names of all templates that could answer for {@code name}, longest first: what {@code explain} can tell besides. */
    public List<String> templatesFor(String name) {
        var all = new ArrayList<String>();
        for (int length = name.length(); length >= 0; length--) {
            var template = templates.get(lower(name.substring(0, length)));
            if (template != null) {
                all.add(template.query().name());
            }
        }
        return all;
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
