package dev.drover.model.check;

import dev.drover.model.PathPattern;
import dev.drover.model.PathPattern.Segment;
import dev.drover.model.Route;
import dev.drover.model.Template;
import dev.drover.model.Where;
import dev.drover.model.keys.Nearest;
import java.util.ArrayList;
import java.util.List;

/** What the keys of one route say of each other. */
final class Routes {
    private final Findings findings;

    Routes(Findings findings) {
        this.findings = findings;
    }

    void check() {
        for (Route route : findings.model().routes()) {
            target(route);
            route.rewrite().ifPresent(rewrite -> rewrite(route, rewrite));
        }
    }

    private void target(Route route) {
        Where at = route.where().at("to");
        String path = "routes." + route.name() + ".to";
        switch (route.target()) {
            case Route.Target.To to -> {}
            case Route.Target.Split split -> split(split, at.at("split"), path + ".split");
            case Route.Target.Redirect redirect -> redirect(route, redirect);
            case Route.Target.Respond respond -> noUpstream(route, "a fixed answer");
        }
    }

    private void split(Route.Target.Split split, Where at, String path) {
        long sum =
                split.weights().values().stream().mapToLong(Integer::longValue).sum();
        if (sum == 0) {
            findings.problem(at, path, "the weights add up to 0", "give at least one service a weight");
        } else if (split.weights().size() == 1) {
            String only = split.weights().firstEntry().getKey();
            findings.warning(at, path, "a split of one service", "to: " + only);
        }
    }

    private void redirect(Route route, Route.Target.Redirect redirect) {
        noUpstream(route, "a redirect");
        List<String> known = names(route.match().path(), false);
        known.addAll(List.of("host", "path", "query"));
        Where at = route.where().at("to").at("redirect").at("location");
        variables(redirect.location(), known, at, "routes." + route.name() + ".to.redirect.location");
    }

    private void noUpstream(Route route, String what) {
        for (String key : List.of("rewrite", "retry")) {
            if (route.where().has(key)) {
                findings.problem(
                        route.where().at(key),
                        "routes." + route.name() + "." + key,
                        what + " asks no service, so that there is nothing to "
                                + (key.equals("retry") ? "retry" : "rewrite"),
                        "remove " + key);
            }
        }
    }

    private void rewrite(Route route, Route.Rewrite rewrite) {
        Where at = route.where().at("rewrite");
        String path = "routes." + route.name() + ".rewrite";
        switch (rewrite) {
            case Route.Rewrite.Template template ->
                variables(template.path(), names(route.match().path(), true), at.at("path"), path + ".path");
            case Route.Rewrite.Prefix prefix -> prefix(route, at.at("prefix"), path + ".prefix");
        }
    }

    private void prefix(Route route, Where at, String path) {
        List<Segment> segments = route.match().path().segments();
        boolean rest = !segments.isEmpty() && segments.getLast() instanceof Segment.Rest;
        boolean variable = segments.stream().anyMatch(Segment.Variable.class::isInstance);
        if (!rest) {
            String fix = variable
                    ? "rewrite: {path: ...}"
                    : "match: {path: " + below(route.match().path()) + "}, or rewrite: {path: ...}";
            findings.problem(
                    at,
                    path,
                    "a prefix is what stands before /** in the path, and "
                            + route.match().path() + " has none",
                    fix);
        } else if (variable) {
            findings.problem(
                    at,
                    path,
                    "the part of " + route.match().path() + " before /** is no fixed prefix",
                    "rewrite: {path: \"/new/{rest}\"}");
        }
    }

    private static String below(PathPattern path) {
        return path.segments().isEmpty() ? "/**" : path + "/**";
    }

    private static List<String> names(PathPattern path, boolean withRest) {
        var names = new ArrayList<String>();
        for (Segment segment : path.segments()) {
            switch (segment) {
                case Segment.Literal literal -> {}
                case Segment.Variable variable -> names.add(variable.name());
                case Segment.Rest rest -> {
                    if (withRest) {
                        names.add("rest");
                    }
                }
            }
        }
        return names;
    }

    private void variables(String template, List<String> known, Where at, String path) {
        for (String name : Template.names(template)) {
            if (!known.contains(name)) {
                String fix = Nearest.to(name, known)
                        .map(near -> "write {" + near + "}")
                        .orElse(known.isEmpty() ? "" : "known here: {" + String.join("}, {", known) + "}");
                findings.problem(
                        at, path, "{" + name + "} stands for nothing: the path of the match does not have it", fix);
            }
        }
    }
}
