package dev.drover.registry.access;

import dev.drover.model.NamePattern;
import dev.drover.model.Registry.Access;
import dev.drover.model.Registry.Kind;
import dev.drover.model.Registry.Rules;
import dev.drover.model.Registry.Token;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the sender of a token may do. Immutable. */
public final class Rights {
    /** Where no token is asked for. */
    public static final Rights ALL = new Rights(Access.WRITE, Access.WRITE, Map.of());

    /** Of who sends none where one is asked for. */
    public static final Rights NONE = new Rights(Access.NONE, Access.NONE, Map.of());

    private final Access everything;
    private final Access operator;
    private final Map<Kind, Names> kinds;

    private Rights(Access everything, Access operator, Map<Kind, Names> kinds) {
        this.everything = everything;
        this.operator = operator;
        this.kinds = kinds;
    }

    public static Rights of(Token token) {
        var kinds = new EnumMap<Kind, Names>(Kind.class);
        token.rules().forEach((kind, rules) -> kinds.put(kind, Names.of(rules)));
        return new Rights(token.everything(), token.operator(), kinds);
    }

    /** The rules of one kind: by whole names, and by beginnings. */
    private record Names(Map<String, Access> exact, TreeMap<String, Access> open, List<Integer> lengths) {
        static Names of(Rules rules) {
            var exact = new HashMap<String, Access>();
            var open = new TreeMap<String, Access>();
            put(rules.read(), Access.READ, exact, open);
            put(rules.write(), Access.WRITE, exact, open);
            put(rules.deny(), Access.NONE, exact, open);
            List<Integer> lengths = open.keySet().stream()
                    .map(String::length)
                    .distinct()
                    .sorted((a, b) -> b - a)
                    .toList();
            return new Names(exact, open, lengths);
        }

        private static void put(
                List<NamePattern> patterns, Access access, Map<String, Access> exact, Map<String, Access> open) {
            patterns.forEach(p -> (p.open() ? open : exact).put(p.text(), access));
        }

        /** What the longest beginning of {@code name} says. */
        Access byBeginning(String name, Access otherwise) {
            for (int length : lengths) {
                Access found = length <= name.length() ? open.get(name.substring(0, length)) : null;
                if (found != null) {
                    return found;
                }
            }
            return otherwise;
        }

        /** Whether a rule of names that begin so takes something away. */
        boolean takesBelow(String prefix) {
            return exact.entrySet().stream().anyMatch(e -> takes(e, prefix))
                    || open.tailMap(prefix).entrySet().stream().anyMatch(e -> takes(e, prefix));
        }

        private static boolean takes(Map.Entry<String, Access> rule, String prefix) {
            return rule.getKey().startsWith(prefix) && rule.getValue() != Access.WRITE;
        }
    }

    /** Whether somebody had to send a token for them. */
    public boolean areAsked() {
        return this != ALL;
    }

    private Access to(Kind kind, String name) {
        Names names = kinds.get(kind);
        if (names == null) {
            return everything;
        }
        Access exact = names.exact.get(name);
        return exact == null ? names.byBeginning(name, everything) : exact;
    }

    public boolean mayRead(Kind kind, String name) {
        return to(kind, name) != Access.NONE;
    }

    public boolean mayWrite(Kind kind, String name) {
        return to(kind, name) == Access.WRITE;
    }

    /** Whether everything that begins so may be written, be it there or not. */
    public boolean mayWriteBelow(Kind kind, String prefix) {
        Names names = kinds.get(kind);
        return names == null
                ? everything == Access.WRITE
                : names.byBeginning(prefix, everything) == Access.WRITE && !names.takesBelow(prefix);
    }

    public boolean mayReadOperator() {
        return operator != Access.NONE;
    }

    /** Whether all of the registry may be copied and replaced, whatever is denied one by one. */
    public boolean mayWriteOperator() {
        return operator == Access.WRITE;
    }
}
