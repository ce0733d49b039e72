package dev.drover.model.tree;

import dev.drover.model.Problem;
import dev.drover.model.Where;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/** Makes a tree of the parser's events, within bounds. */
final class Composer {
    /** Maps and lists inside each other; our own keys need 8. */
    private static final int DEEPEST = 32;

    /** Values in one file: 100,000 instances with weights fit. */
    private static final int MOST = 500_000;

    private static final LoadSettings SETTINGS =
            LoadSettings.builder().setCodePointLimit(YamlText.LONGEST + 1).build();

    private final String file;
    private final Consumer<Problem> problems;
    private final ParserImpl parser;
    private int values;
    private boolean refused;

    Composer(String file, String text, Consumer<Problem> problems) {
        this.file = file;
        this.problems = problems;
        this.parser = new ParserImpl(SETTINGS, new StreamReader(SETTINGS, text));
    }

    Optional<Tree> compose() {
        try {
            Tree tree = document();
            return refused ? Optional.empty() : Optional.ofNullable(tree);
        } catch (Refused e) {
            problems.accept(e.problem);
        } catch (MarkedYamlEngineException e) {
            problems.accept(SyntaxWords.problem(file, e));
        } catch (YamlEngineException e) {
            problems.accept(Problem.of(YamlText.start(file), "", "this is no YAML: " + e.getMessage()));
        }
        return Optional.empty();
    }

    private @Nullable Tree document() {
        parser.next(); // stream start
        if (parser.checkEvent(Event.ID.StreamEnd)) {
            return null;
        }
        parser.next(); // document start
        Event first = parser.next();
        Tree tree = value(first, where(first), 1, "");
        parser.next(); // document end
        if (!parser.checkEvent(Event.ID.StreamEnd)) {
            throw new Refused(Problem.of(
                    where(parser.peekEvent()),
                    "",
                    "a second document begins (expected: one document a file)",
                    "remove the line ---, or put the second document into a file of its own and include it"));
        }
        return tree instanceof Tree.Text text && text.isNothing() ? null : tree;
    }

    /** @param at place to give a map or list */
    private Tree value(Event event, Where at, int depth, String path) {
        if (++values > MOST) {
            throw new Refused(Problem.of(where(event), "", "more than " + MOST + " values in one file"));
        }
        if (depth > DEEPEST) {
            throw new Refused(Problem.of(
                    where(event),
                    "",
                    "maps and lists are nested deeper than " + DEEPEST + " (expected: at most that)"));
        }
        if (event instanceof NodeEvent node) {
            refuseAnchor(node);
        }
        return switch (event.getEventId()) {
            case Scalar -> text((ScalarEvent) event);
            case SequenceStart -> items((CollectionStartEvent) event, at, depth, path);
            case MappingStart -> entries((CollectionStartEvent) event, at, depth, path);
            case Alias -> alias((AliasEvent) event);
            case Comment, DocumentEnd, DocumentStart, MappingEnd, SequenceEnd, StreamEnd, StreamStart ->
                throw new IllegalStateException("event " + event);
        };
    }

    private Tree text(ScalarEvent event) {
        if (event.getTag().isPresent()) {
            refuseTag(event, event.getTag().get());
        }
        return new Tree.Text(where(event), event.getValue(), !event.isPlain());
    }

    private Tree items(CollectionStartEvent start, Where at, int depth, String path) {
        start.getTag().ifPresent(tag -> refuseTag(start, tag));
        var items = new ArrayList<Tree>();
        var inside = new HashMap<String, Where>();
        for (Event event = parser.next(); event.getEventId() != Event.ID.SequenceEnd; event = parser.next()) {
            Tree item = value(event, where(event), depth + 1, path + "[" + items.size() + "]");
            inside.put(Integer.toString(items.size()), item.where());
            items.add(item);
        }
        return new Tree.Items(new Where(file, at.line(), at.column(), inside), items);
    }

    private Tree entries(CollectionStartEvent start, Where at, int depth, String path) {
        start.getTag().ifPresent(tag -> refuseTag(start, tag));
        List<Tree.Entry> entries = new ArrayList<>();
        var keys = new HashMap<String, Where>();
        var inside = new HashMap<String, Where>();
        for (Event event = parser.next(); event.getEventId() != Event.ID.MappingEnd; event = parser.next()) {
            Where here = where(event);
            String key = key(event, depth);
            String below = path.isEmpty() ? Tree.Text.brief(key) : path + "." + Tree.Text.brief(key);
            Tree value = value(parser.next(), here, depth + 1, below);
            Where first = keys.putIfAbsent(key, here);
            if (first == null) {
                entries.add(new Tree.Entry(here, key, value));
                inside.put(key, value.where());
            } else {
                problems.accept(Problem.of(
                        here,
                        below,
                        "the key is given twice (first in line " + first.line() + ")",
                        "keep one of the two"));
            }
        }
        return new Tree.Entries(new Where(file, at.line(), at.column(), inside), entries);
    }

    private String key(Event event, int depth) {
        Tree key = value(event, where(event), depth + 1, "");
        if (key instanceof Tree.Text text) {
            return text.text();
        }
        if (!refused) {
            refuse(Problem.of(
                    where(event),
                    "",
                    key.kind() + " as a key (expected: a word)",
                    "if it is a text with braces, put it in quotes: \"{port}\""));
        }
        return "";
    }

    private Tree alias(AliasEvent event) {
        String name = event.getAnchor().map(Object::toString).orElse("");
        refuse(Problem.of(
                where(event),
                "",
                "*" + Tree.Text.brief(name) + " is an alias (expected: the value itself)",
                "write the value out; if it is meant as text, put it in quotes: \"*" + Tree.Text.brief(name) + "\""));
        return new Tree.Text(where(event), "", true);
    }

    private void refuseAnchor(NodeEvent event) {
        if (event.getEventId() != Event.ID.Alias && event.getAnchor().isPresent()) {
            String name = Tree.Text.brief(event.getAnchor().get().toString());
            refuse(Problem.of(
                    where(event), "", "&" + name + " is an anchor (expected: the value alone)", "remove &" + name));
        }
    }

    private void refuseTag(Event event, Object tag) {
        refuse(Problem.of(
                where(event),
                "",
                Tree.Text.brief(tag.toString()) + " is a tag (expected: the value alone)",
                "remove it"));
    }

    private void refuse(Problem problem) {
        refused = true;
        problems.accept(problem);
    }

    private Where where(Event event) {
        return event.getStartMark().map(mark -> where(file, mark)).orElseGet(() -> YamlText.start(file));
    }

    static Where where(String file, Mark mark) {
        return new Where(file, mark.getLine() + 1, mark.getColumn() + 1, Map.of());
    }

    /** Ends the reading of one file. */
    private static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient Problem problem;

        Refused(Problem problem) {
            super(null, null, false, false);
            this.problem = problem;
        }
    }
}
