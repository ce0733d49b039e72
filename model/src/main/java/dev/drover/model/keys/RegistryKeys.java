package dev.drover.model.keys;

import dev.drover.model.Coordination;
import dev.drover.model.Listener.BindAddress;
import dev.drover.model.NamePattern;
import dev.drover.model.Registry;
import dev.drover.model.Registry.Access;
import dev.drover.model.Registry.Kind;
import dev.drover.model.Registry.Rules;
import dev.drover.model.Registry.Scripts;
import dev.drover.model.Registry.Token;
import dev.drover.model.Secret;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** Keys of the registry. */
final class RegistryKeys {
    private static final Scalar<NamePattern> NAMES =
            Scalar.of("a name, or the beginning of names followed by *", "^[^*]*\\*?$", RegistryKeys::names);
    private static final Scalar<NamePattern> SERVICES = Scalar.of(
            "the name of a service, or the beginning of names followed by *",
            "^([A-Za-z0-9][A-Za-z0-9._-]{0,62})?\\*?$",
            RegistryKeys::services);

    private static final Key<BindAddress> LISTEN = Key.optional(
                    "listen", Addresses.BIND, "Where clients of Consul ask; off loopback only with tokens.")
            .orElse(Registry.DEFAULT_LISTEN.toString());
    private static final Key<List<NamePattern>> IMPORT = Key.<List<NamePattern>>optional(
                    "import",
                    Listed.oneOrMore(SERVICES).distinct(),
                    "A route may name a registered service that fits, though it is not declared under services;"
                            + " \"*\" is all of them, \"web-*\" those that begin so.")
            .orElse(List.of(), "none");

    private static final Key<List<NamePattern>> READ = names("read", "May be read.");
    private static final Key<List<NamePattern>> WRITE = names("write", "May be read and written.");
    private static final Key<List<NamePattern>> DENY = names("deny", "May be neither read nor written.");
    private static final Keyed<Rules> RULES =
            Keyed.of("what is allowed and denied", RegistryKeys::rules, READ, WRITE, DENY);

    private static final Key<Secret> SECRET =
            Key.required("secret", Words.SECRET, "{env: REGISTRY_TOKEN}", "What a client sends.");
    private static final Key<Access> EVERYTHING =
            access("everything", "What may be done with all that no rule of its kind fits.");
    private static final Key<Rules> OF_SERVICES = rules(Kind.SERVICES, "Services by name, and their checks.");
    private static final Key<Rules> OF_NODES = rules(Kind.NODES, "Nodes of the catalog by name.");
    private static final Key<Rules> OF_KEYS = rules(Kind.KEYS, "Keys, such as \"config/web/*\".");
    private static final Key<Rules> OF_SESSIONS = rules(Kind.SESSIONS, "Sessions, by the name of their node.");
    private static final Key<Rules> OF_EVENTS = rules(Kind.EVENTS, "Events by name.");
    private static final Key<Rules> OF_QUERIES = rules(Kind.QUERIES, "Prepared queries by name.");
    private static final Key<Rules> OF_AGENTS =
            rules(Kind.AGENTS, "What is asked of a node's agent itself, by the name of the node.");
    private static final Key<Access> OPERATOR =
            access("operator", "The state of the store; copies of all that is in it need write.");

    private static final Map<Kind, Key<Rules>> KINDS = kinds();

    private static final Keyed<Token> TOKEN = Keyed.of(
            "a token",
            RegistryKeys::token,
            SECRET,
            EVERYTHING,
            OF_SERVICES,
            OF_NODES,
            OF_KEYS,
            OF_SESSIONS,
            OF_EVENTS,
            OF_QUERIES,
            OF_AGENTS,
            OPERATOR);
    private static final Key<SequencedMap<String, Token>> TOKENS = Key.<SequencedMap<String, Token>>optional(
                    "tokens",
                    Named.of("NAME", Words.NAME, TOKEN),
                    "Secrets that clients send, and what each may do; all else is denied. Of the rules that fit a name the"
                            + " exact one wins, else the longest. Without tokens everybody may do everything.")
            .orElse(new LinkedHashMap<>(), "none");

    private static final Key<String> USER =
            Key.optional("user", Words.TEXT, "Account they run as; demanded when Drover runs as root.");
    private static final Key<Scripts> SCRIPTS = Key.optional(
            "scripts",
            Keyed.of("how programs are run", f -> new Scripts(f.where(), f.optional(USER)), USER),
            "Runs programs that are registered as checks (Args). Whoever may register a service then runs programs on this"
                    + " machine. Without this key they are refused.");

    static final Keyed<Registry> REGISTRY = Keyed.of(
                    "the registry",
                    RegistryKeys::registry,
                    LISTEN,
                    IMPORT,
                    TOKENS,
                    SCRIPTS,
                    CoordinationKeys.ENSEMBLE,
                    CoordinationKeys.CONNECT,
                    CoordinationKeys.SECRET,
                    CoordinationKeys.PORTS)
            .lenient();

    private RegistryKeys() {}

    private static Key<List<NamePattern>> names(String name, String doc) {
        return Key.<List<NamePattern>>optional(name, Listed.oneOrMore(NAMES).distinct(), doc)
                .orElse(List.of(), "none");
    }

    private static Key<Access> access(String name, String doc) {
        Shape<Access> words = Choice.<Access>of("").word("read", Access.READ).word("write", Access.WRITE);
        return Key.optional(name, words, doc).orElse(Access.NONE, "nothing");
    }

    private static Key<Rules> rules(Kind kind, String doc) {
        return Key.optional(kind.name().toLowerCase(Locale.ROOT), RULES, doc);
    }

    private static Map<Kind, Key<Rules>> kinds() {
        var kinds = new LinkedHashMap<Kind, Key<Rules>>();
        List.of(OF_SERVICES, OF_NODES, OF_KEYS, OF_SESSIONS, OF_EVENTS, OF_QUERIES, OF_AGENTS)
                .forEach(key -> kinds.put(Kind.valueOf(key.name().toUpperCase(Locale.ROOT)), key));
        return kinds;
    }

    private static @Nullable Registry registry(Fields f) {
        Coordination coordination = CoordinationKeys.coordination(f);
        return coordination == null
                ? null
                : new Registry(
                        f.where(), f.get(LISTEN), f.get(IMPORT), f.get(TOKENS), f.optional(SCRIPTS), coordination);
    }

    private static @Nullable Token token(Fields f) {
        Secret secret = f.get(SECRET);
        if (secret instanceof Secret.Plain plain && plain.text().isEmpty()) {
            return f.refuse(SECRET, "an empty text (expected: what a client sends)", "secret: {env: REGISTRY_TOKEN}");
        }
        var rules = new LinkedHashMap<Kind, Rules>();
        KINDS.forEach((kind, key) -> f.optional(key).ifPresent(r -> rules.put(kind, r)));
        return new Token(f.where(), f.name(), secret, f.get(EVERYTHING), rules, f.get(OPERATOR));
    }

    private static @Nullable Rules rules(Fields f) {
        var seen = new HashMap<NamePattern, String>();
        for (Key<List<NamePattern>> key : List.of(READ, WRITE, DENY)) {
            for (NamePattern pattern : f.get(key)) {
                String other = seen.putIfAbsent(pattern, key.name());
                if (other != null) {
                    return f.refuse(key, pattern + " is under " + other + " as well", "keep one of the two");
                }
            }
        }
        return seen.isEmpty()
                ? f.spot().unfit("nothing", "at least one of read, write, deny", "{read: \"*\"}")
                : new Rules(f.get(READ), f.get(WRITE), f.get(DENY));
    }

    private static @Nullable NamePattern names(String text, Spot spot) {
        int star = text.indexOf('*');
        if (text.isEmpty()) {
            return spot.unfit(text, NAMES.expected(), "\"*\"");
        }
        return star < 0 || star == text.length() - 1
                ? new NamePattern(star < 0 ? text : text.substring(0, star), star >= 0)
                : spot.unfit(text, NAMES.expected(), "\"" + text.substring(0, star + 1) + "\"");
    }

    private static @Nullable NamePattern services(String text, Spot spot) {
        NamePattern pattern = names(text, spot);
        boolean named = pattern == null
                || (pattern.open() && pattern.text().isEmpty())
                || Words.NAME.parse(pattern.text(), spot) != null;
        return named ? pattern : null;
    }
}
