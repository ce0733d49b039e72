package dev.drover.model.keys;

import dev.drover.model.PathPattern;
import dev.drover.model.Retry;
import dev.drover.model.Route;
import dev.drover.model.Route.Condition;
import dev.drover.model.Route.HeaderChanges;
import dev.drover.model.Route.Host;
import dev.drover.model.Route.Match;
import dev.drover.model.Route.Rewrite;
import dev.drover.model.Route.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** Keys of a route. */
final class RouteKeys {
    private static final Key<List<String>> METHOD = Key.<List<String>>optional(
                    "method", Listed.oneOrMore(Fielded.METHOD).distinct(), "Methods; every method without it.")
            .orElse(List.of(), "every method");
    private static final Key<Host> HOST = Key.optional(
            "host",
            Hosts.PATTERN,
            "Host without port; \"*.example.com\" stands for one or more labels. Every host without it.");
    private static final Key<PathPattern> PATH = Key.optional(
                    "path",
                    Paths.PATTERN,
                    "Exact path, {name} for one segment, /** for the path before it and all below.")
            .orElse("/**");
    private static final Shape<Condition.Test> TEST = Choice.<Condition.Test>of("")
            .otherwise(Words.ANY.map(Condition.Test.Equals::new))
            .with("starts-with", Words.TEXT.map(Condition.Test.StartsWith::new))
            .with("present", Words.YES_NO.map(Condition.Test.Present::new));
    private static final Key<SequencedMap<String, Condition.Test>> HEADERS =
            Key.<SequencedMap<String, Condition.Test>>optional(
                            "headers",
                            Named.of("NAME", Fielded.HEADER, TEST).withoutCase(),
                            "Conditions on header fields: a text, {starts-with: TEXT} or {present: true}.")
                    .orElse(new LinkedHashMap<>(), "none");
    private static final Key<SequencedMap<String, Condition.Test>> QUERY =
            Key.<SequencedMap<String, Condition.Test>>optional(
                            "query",
                            Named.of("NAME", Words.TEXT, TEST),
                            "Conditions on query parameters: a text, {starts-with: TEXT} or {present: true}.")
                    .orElse(new LinkedHashMap<>(), "none");
    private static final Key<Match> MATCH = Key.required(
            "match",
            Keyed.of("a match", RouteKeys::match, METHOD, HOST, PATH, HEADERS, QUERY),
            "{path: /**}",
            "Conditions, all of which must hold. {path: /**} matches every request.");

    private static final Key<Integer> REDIRECT_STATUS = Key.<Integer>optional(
                    "status",
                    Choice.<Integer>of("")
                            .word("301", 301)
                            .word("302", 302)
                            .word("303", 303)
                            .word("307", 307)
                            .word("308", 308),
                    "Status code: 307 for now, 308 for good, with the same method.")
            .orElse("307");
    private static final Key<String> REDIRECT_LOCATION = Key.required(
            "location",
            Paths.LOCATION,
            "/new",
            "Where to: {host}, {path}, {query} (with its question mark) and names of the matched path are replaced.");
    private static final Key<Target> TO = Key.required(
            "to",
            Choice.<Target>of("")
                    .otherwise(Words.nameOf("a service").map(Target.To::new))
                    .with(
                            "split",
                            Named.of("SERVICE", Words.NAME, Units.count(0, 1_000_000))
                                    .map(Target.Split::new))
                    .with(
                            "redirect",
                            Keyed.of(
                                    "a redirect",
                                    f -> new Target.Redirect(f.get(REDIRECT_STATUS), f.get(REDIRECT_LOCATION)),
                                    REDIRECT_STATUS,
                                    REDIRECT_LOCATION))
                    .with("respond", Fielded.response(200).map(Target.Respond::new)),
            "SERVICE",
            "A service, a split of several by weight, a redirect, or a fixed answer.");

    private static final Key<Rewrite> REWRITE = Key.optional(
            "rewrite",
            Choice.<Rewrite>of("")
                    .with("path", Paths.TEMPLATE.map(Rewrite.Template::new))
                    .with("prefix", Paths.PREFIX.map(Rewrite.Prefix::new)),
            "New path towards the instance: a whole one with {names} of the match and {rest}, or a prefix instead of what"
                    + " stands before /**.");

    private static final Key<List<String>> REMOVE = Key.<List<String>>optional(
                    "remove", Listed.oneOrMore(Fielded.CHANGED).distinct(), "Fields to remove, first of all.")
            .orElse(List.of(), "none");
    private static final Key<SequencedMap<String, String>> SET =
            changes("set", "Fields to set, whatever was there. {host}, {client} and {request-id} are replaced.");
    private static final Key<SequencedMap<String, String>> ADD = changes("add", "Fields to add to what is there.");
    private static final Keyed<HeaderChanges> CHANGES =
            Keyed.of("header changes", f -> new HeaderChanges(f.get(REMOVE), f.get(SET), f.get(ADD)), REMOVE, SET, ADD);
    private static final Key<HeaderChanges> REQUEST = Key.optional(
                    "request", CHANGES, "Of the request, towards the instance.")
            .orElse(HeaderChanges.none(), "none");
    private static final Key<HeaderChanges> RESPONSE = Key.optional(
                    "response", CHANGES, "Of the response, towards the client.")
            .orElse(HeaderChanges.none(), "none");
    private static final Key<List<HeaderChanges>> HEADER_CHANGES = Key.<List<HeaderChanges>>optional(
                    "headers",
                    Keyed.of("changes of headers", f -> List.of(f.get(REQUEST), f.get(RESPONSE)), REQUEST, RESPONSE),
                    "Header fields to remove, set and add.")
            .orElse(List.of(HeaderChanges.none(), HeaderChanges.none()), "none");

    private static final Key<String> NAME =
            Key.optional("name", Words.TITLE, "For logs and metrics; without it, made of method, host and path.");
    private static final Key<Duration> TIMEOUT =
            Key.optional("timeout", Units.DURATION, "Instead of the service's timeouts.total.");
    private static final Key<Retry> RETRY = Key.optional("retry", ServiceKeys.RETRY, "Instead of the service's.");
    private static final Key<Long> REQUEST_SIZE = Key.optional(
                    "request-size", Units.SIZE, "Largest request body; beyond, 413.")
            .orElse("10MiB");

    static final Keyed<Route> ROUTE = Keyed.of(
            "a route", RouteKeys::route, NAME, MATCH, TO, REWRITE, HEADER_CHANGES, TIMEOUT, RETRY, REQUEST_SIZE);

    private RouteKeys() {}

    private static Key<SequencedMap<String, String>> changes(String name, String doc) {
        Shape<SequencedMap<String, String>> shape =
                Named.of("NAME", Fielded.CHANGED, Fielded.TEMPLATE).withoutCase();
        return Key.optional(name, shape, doc).orElse(new LinkedHashMap<>(), "none");
    }

    private static Match match(Fields f) {
        return new Match(
                f.get(METHOD), f.optional(HOST), f.get(PATH), conditions(f.get(HEADERS)), conditions(f.get(QUERY)));
    }

    private static List<Condition> conditions(SequencedMap<String, Condition.Test> tests) {
        var conditions = new ArrayList<Condition>();
        tests.forEach((name, test) -> conditions.add(new Condition(name, test)));
        return conditions;
    }

    private static @Nullable Route route(Fields f) {
        Match match = f.get(MATCH);
        List<HeaderChanges> changes = f.get(HEADER_CHANGES);
        return new Route(
                f.where(),
                f.optional(NAME).orElseGet(() -> name(match)),
                match,
                f.get(TO),
                f.optional(REWRITE),
                changes.getFirst(),
                changes.getLast(),
                f.optional(TIMEOUT),
                f.optional(RETRY),
                f.get(REQUEST_SIZE));
    }

    /** {@code GET,HEAD *.example.com/catalog/{id}}. */
    private static String name(Match match) {
        String methods = match.methods().isEmpty() ? "" : String.join(",", match.methods()) + " ";
        return methods + match.host().map(Host::toString).orElse("") + match.path();
    }
}
