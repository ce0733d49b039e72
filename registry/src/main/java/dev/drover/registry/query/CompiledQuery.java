package dev.drover.registry.query;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A query that is ready to be asked: for a template, all texts of {@code Service} are read, and rendered for each name. Texts of
 * strangers are run here, so regular expressions take linear time (RE2/J, whose syntax is what Consul documents).
 */
final class CompiledQuery {
    private final Query query;
    private final @Nullable Pattern regexp;
    private final Map<String, Interpolation> texts = new LinkedHashMap<>();

    private CompiledQuery(Query query, @Nullable Pattern regexp) {
        this.query = query;
        this.regexp = regexp;
    }

    /** @throws BadQuery if its template cannot be read, or cannot be rendered even for the shortest name */
    static CompiledQuery of(Query query) throws BadQuery {
        var template = query.template();
        if (template == null) {
            return new CompiledQuery(query, null);
        }
        try {
            if (!template.type().equals(Template.NAME_PREFIX_MATCH)) {
                throw new BadQuery("Bad Template.Type '" + template.type() + "'");
            }
            var compiled = new CompiledQuery(query, pattern(template.regexp()));
            compiled.render(compiled::read);
            compiled.rendered(query.name(), "");
            return compiled;
        } catch (BadQuery e) {
            throw new BadQuery("failed compiling template: " + e.getMessage());
        }
    }

    private static @Nullable Pattern pattern(String regexp) throws BadQuery {
        try {
            return regexp.isEmpty() ? null : Pattern.compile(regexp);
        } catch (PatternSyntaxException e) {
            throw new BadQuery("Bad Regexp: " + e.getMessage());
        }
    }

    Query query() {
        return query;
    }

    boolean isTemplate() {
        return query.template() != null;
    }

    private String read(String path, String text) throws BadQuery {
        try {
            texts.put(path, Interpolation.parse(text));
            return text;
        } catch (BadQuery e) {
            throw new BadQuery("Bad format '" + text + "' in Service" + path + ": " + e.getMessage());
        }
    }

    /**
     * The query for a name.
     *
     * @param segment what {@code ${agent.segment}} stands for
     */
    Query rendered(String name, String segment) throws BadQuery {
        var template = query.template();
        if (template == null) {
            return query;
        }
        var meaning = new Meaning(query.name(), name, segment, groups(name));
        var service = render((path, text) -> {
            var read = texts.get(path);
            try {
                return read == null ? text : read.text(meaning);
            } catch (BadQuery e) {
                throw new BadQuery("Bad evaluation for '" + text + "' in Service" + path + ": " + e.getMessage());
            }
        });
        return query.with(service);
    }

    private List<String> groups(String name) {
        if (regexp == null) {
            return List.of();
        }
        var matcher = regexp.matcher(name);
        var groups = new ArrayList<String>();
        if (matcher.find()) {
            for (int i = 0; i <= matcher.groupCount(); i++) {
                String group = matcher.group(i);
                groups.add(group == null ? "" : group);
            }
        }
        return groups;
    }

    private interface Rendering {
        String text(String path, String text) throws BadQuery;
    }

    private ServiceQuery render(Rendering rendering) throws BadQuery {
        var s = query.service();
        String service = rendering.text(".Service", s.service());
        var datacenters = all(".Failover.Datacenters", s.failover().datacenters(), rendering);
        var ignored = all(".IgnoreCheckIDs", s.ignoreCheckIds(), rendering);
        String near = rendering.text(".Near", s.near());
        var tags = all(".Tags", s.tags(), rendering);
        var template = query.template();
        if (template != null && template.removeEmptyTags()) {
            tags.removeIf(String::isEmpty);
        }
        return new ServiceQuery(
                service,
                new Failover(s.failover().nearestN(), datacenters),
                s.onlyPassing(),
                ignored,
                near,
                tags,
                all(".NodeMeta", s.nodeMeta(), rendering),
                all(".ServiceMeta", s.serviceMeta(), rendering),
                s.connect());
    }

    private static List<String> all(String path, List<String> texts, Rendering rendering) throws BadQuery {
        var all = new ArrayList<String>();
        for (String text : texts) {
            all.add(rendering.text(path + "[" + all.size() + "]", text));
        }
        return all;
    }

    private static Map<String, String> all(String path, Map<String, String> texts, Rendering rendering)
            throws BadQuery {
        var all = new LinkedHashMap<String, String>();
        for (var text : texts.entrySet()) {
            all.put(text.getKey(), rendering.text(path + "[" + text.getKey() + "]", text.getValue()));
        }
        return all;
    }
}
