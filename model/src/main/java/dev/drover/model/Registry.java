package dev.drover.model;

import dev.drover.model.Listener.BindAddress;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * Service discovery on this node, by Consul's HTTP API.
 *
 * @param listen where clients of Consul ask
 * @param imports a route may name a registered service that fits one of these though no file declares it
 * @param tokens by name; empty means that everybody may do everything, which loopback alone allows
 * @param scripts how programs are run that clients register as checks; absent: not at all
 * @param coordination where the order of its writes is kept
 */
public record Registry(
        Where where,
        BindAddress listen,
        List<NamePattern> imports,
        SequencedMap<String, Token> tokens,
        Optional<Scripts> scripts,
        Coordination coordination) {
    public static final BindAddress DEFAULT_LISTEN = new BindAddress("127.0.0.1", 8500);

    public Registry {
        imports = List.copyOf(imports);
        tokens = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(tokens));
    }

    /** What holds where nothing is said, for the services that need one. */
    public static Registry byDefault(Where where) {
        return new Registry(
                where, DEFAULT_LISTEN, List.of(), new LinkedHashMap<>(), Optional.empty(), new Coordination.Embedded());
    }

    public boolean imports(String service) {
        return imports.stream().anyMatch(pattern -> pattern.matches(service));
    }

    /** Whether a client must send a token. */
    public boolean isGuarded() {
        return !tokens.isEmpty();
    }

    /** Programs that clients register as checks are run, as that account; absent: as Drover's own. */
    public record Scripts(Where where, Optional<String> user) {}

    /**
     * A secret that clients send, and what it opens; all else is denied.
     *
     * @param everything what it may do with names that no rule of their kind fits
     * @param rules by kind of thing; of the patterns that fit a name the exact one wins, else the longest
     * @param operator of what has no name: the state of the store, and the copy of all of it
     */
    public record Token(
            Where where,
            String name,
            Secret secret,
            Access everything,
            SequencedMap<Kind, Rules> rules,
            Access operator) {
        public Token {
            rules = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(rules));
        }

        /** Whether it opens nothing at all. */
        public boolean isPowerless() {
            return everything == Access.NONE
                    && operator == Access.NONE
                    && rules.values().stream()
                            .allMatch(r -> r.read().isEmpty() && r.write().isEmpty());
        }
    }

    /** How much may be done with a thing; who may write may read. */
    public enum Access {
        NONE,
        READ,
        WRITE
    }

    /** Kinds of things that rules name, as Consul's access control lists have them. */
    public enum Kind {
        SERVICES,
        /** Nodes of the catalog, by name. */
        NODES,
        KEYS,
        /** Sessions, by the name of the node they belong to. */
        SESSIONS,
        EVENTS,
        /** Prepared queries, by name. */
        QUERIES,
        /** What is asked of a node's agent itself, by the node's name. */
        AGENTS
    }

    /** What is allowed and denied of one kind; no pattern is in two of them. */
    public record Rules(List<NamePattern> read, List<NamePattern> write, List<NamePattern> deny) {
        public Rules {
            read = List.copyOf(read);
            write = List.copyOf(write);
            deny = List.copyOf(deny);
        }
    }
}
