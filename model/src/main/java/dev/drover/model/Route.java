package dev.drover.model;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * What happens to requests that match.
 *
 * @param name for logs and metrics: given by {@code name}, else made of method, host and path
 * @param rewrite new path towards the upstream
 * @param timeout replaces the service's {@code timeouts.total}
 * @param retry replaces the service's
 * @param requestSize largest request body, bytes
 */
public record Route(
        Where where,
        String name,
        Match match,
        Target target,
        Optional<Rewrite> rewrite,
        HeaderChanges requestHeaders,
        HeaderChanges responseHeaders,
        Optional<Duration> timeout,
        Optional<Retry> retry,
        long requestSize) {

    /** 10 MiB. */
    public static final long DEFAULT_REQUEST_SIZE = 10L << 20;

    /** The same under another name. */
    public Route named(String other) {
        return new Route(
                where, other, match, target, rewrite, requestHeaders, responseHeaders, timeout, retry, requestSize);
    }

    /** All conditions must hold; an empty list is no condition. */
    public record Match(
            List<String> methods,
            Optional<Host> host,
            PathPattern path,
            List<Condition> headers,
            List<Condition> query) {
        public Match {
            methods = List.copyOf(methods);
            headers = List.copyOf(headers);
            query = List.copyOf(query);
        }
    }

    /** A host without port, lower case; {@code wildcard} is written {@code *.example.com} and matches one or more labels. */
    public record Host(String name, boolean wildcard) {
        @Override
        public String toString() {
            return wildcard ? "*." + name : name;
        }
    }

    /** A condition on one header field or one query parameter. Names of fields compare without case. */
    public record Condition(String name, Test test) {
        public sealed interface Test {
            record Equals(String value) implements Test {}

            record StartsWith(String prefix) implements Test {}

            record Present(boolean wanted) implements Test {}
        }
    }

    /** Where a request goes. */
    public sealed interface Target {
        record To(String service) implements Target {}

        /** Shares by weight, in the order of the file; a client keeps its share as long as its address stays the same. */
        record Split(SequencedMap<String, Integer> weights) implements Target {
            public Split {
                weights = java.util.Collections.unmodifiableSequencedMap(new java.util.LinkedHashMap<>(weights));
            }
        }

        /** {@code location} may hold {@code {host}}, {@code {path}}, {@code {query}} (with its question mark) and path names. */
        record Redirect(int status, String location) implements Target {}

        record Respond(FixedResponse response) implements Target {}
    }

    /** A new path towards the upstream; the query stays. */
    public sealed interface Rewrite {
        /** The literal prefix of the matched pattern, up to {@code /**}, is replaced. */
        record Prefix(String with) implements Rewrite {}

        /** A whole path; {@code {name}} stands for the matched segment, {@code {rest}} for what {@code /**} matched. */
        record Template(String path) implements Rewrite {}
    }

    /** Applied in the order remove, set, add. Values may hold {@code {host}}, {@code {client}}, {@code {request-id}}. */
    public record HeaderChanges(
            List<String> remove, SequencedMap<String, String> set, SequencedMap<String, String> add) {
        public HeaderChanges {
            remove = List.copyOf(remove);
            set = java.util.Collections.unmodifiableSequencedMap(new java.util.LinkedHashMap<>(set));
            add = java.util.Collections.unmodifiableSequencedMap(new java.util.LinkedHashMap<>(add));
        }

        public static HeaderChanges none() {
            return new HeaderChanges(List.of(), new java.util.LinkedHashMap<>(), new java.util.LinkedHashMap<>());
        }

        public boolean isEmpty() {
            return remove.isEmpty() && set.isEmpty() && add.isEmpty();
        }
    }
}
