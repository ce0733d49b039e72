package dev.drover.model.plan;

import dev.drover.model.Certificate;
import dev.drover.model.Coordination;
import dev.drover.model.Listener;
import dev.drover.model.NamePattern;
import dev.drover.model.Node;
import dev.drover.model.Registry;
import dev.drover.model.Registry.Access;
import dev.drover.model.Route;
import dev.drover.model.Route.Condition;
import dev.drover.model.Route.Rewrite;
import dev.drover.model.Route.Target;
import dev.drover.model.Site;
import dev.drover.model.Spelling;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;

/** What is declared of everything but services. */
final class OtherFacts {
    private OtherFacts() {}

    static SequencedMap<String, Facts.Fact> of(Node node) {
        return new Facts()
                .put("site", node.site())
                .put("address", node.address())
                .map();
    }

    static SequencedMap<String, Facts.Fact> of(Site site) {
        return new Facts()
                .put(
                        "location",
                        site.location().map(l -> "{latitude: " + l.latitude() + ", longitude: " + l.longitude() + "}"))
                .list("addresses", site.addresses())
                .map();
    }

    static SequencedMap<String, Facts.Fact> of(Listener listener) {
        return new Facts()
                .put("protocol", listener.protocol().word())
                .put("address", (Object) listener.address())
                .list("certificates", listener.certificates())
                .put("proxy-protocol", (Object) listener.proxyProtocol())
                .map();
    }

    static SequencedMap<String, Facts.Fact> of(Certificate certificate) {
        var facts = new Facts().list("names", certificate.names());
        switch (certificate.source()) {
            case Certificate.Source.Files files ->
                facts.put("source.files.chain", (Object) files.chain()).put("source.files.key", (Object) files.key());
        }
        return facts.map();
    }

    static SequencedMap<String, Facts.Fact> of(Registry registry) {
        var facts = new Facts().put("listen", (Object) registry.listen()).list("import", registry.imports());
        registry.tokens().values().forEach(token -> token(facts, "tokens." + token.name(), token));
        registry.scripts().ifPresent(s -> facts.put("scripts.user", s.user().orElse("Drover's own")));
        coordination(facts, registry.coordination());
        return facts.map();
    }

    private static void coordination(Facts facts, Coordination coordination) {
        switch (coordination) {
            case Coordination.Embedded() -> {}
            case Coordination.Ensemble(var nodes, var secret, var ports) ->
                facts.list("ensemble", nodes)
                        .secret("secret", secret)
                        .put("ports.clients", (Object) ports.clients())
                        .put("ports.members", (Object) ports.members())
                        .put("ports.election", (Object) ports.election())
                        .put("ports.sites", (Object) ports.sites());
            case Coordination.Connect(var addresses, var secret) -> {
                facts.list("connect", addresses);
                secret.ifPresent(s -> facts.secret("secret", s));
            }
        }
    }

    private static void token(Facts facts, String key, Registry.Token token) {
        facts.secret(key + ".secret", token.secret());
        access(facts, key + ".everything", token.everything());
        token.rules().forEach((kind, rules) -> {
            String of = key + "." + kind.name().toLowerCase(Locale.ROOT);
            names(facts, of + ".read", rules.read());
            names(facts, of + ".write", rules.write());
            names(facts, of + ".deny", rules.deny());
        });
        access(facts, key + ".operator", token.operator());
    }

    private static void names(Facts facts, String key, List<NamePattern> names) {
        facts.list(key, names);
    }

    private static void access(Facts facts, String key, Access access) {
        if (access != Access.NONE) {
            facts.put(key, access.name().toLowerCase(Locale.ROOT));
        }
    }

    static SequencedMap<String, Facts.Fact> of(Route route) {
        var facts = new Facts();
        Route.Match match = route.match();
        facts.list("match.method", match.methods());
        facts.put("match.host", match.host());
        facts.put("match.path", (Object) match.path());
        match.headers().forEach(c -> facts.put("match.headers." + c.name(), test(c.test())));
        match.query().forEach(c -> facts.put("match.query." + c.name(), test(c.test())));
        target(facts, route.target());
        route.rewrite().ifPresent(rewrite -> {
            switch (rewrite) {
                case Rewrite.Prefix prefix -> facts.put("rewrite.prefix", prefix.with());
                case Rewrite.Template template -> facts.put("rewrite.path", template.path());
            }
        });
        changes(facts, "headers.request", route.requestHeaders());
        changes(facts, "headers.response", route.responseHeaders());
        facts.put("timeout", route.timeout().map(Spelling::of));
        facts.put("retry", route.retry().map(ServiceFacts::retry));
        facts.put("request-size", Spelling.ofBytes(route.requestSize()));
        return facts.map();
    }

    private static void target(Facts facts, Target target) {
        switch (target) {
            case Target.To to -> facts.put("to", to.service());
            case Target.Split split -> split.weights().forEach((name, weight) -> facts.put("to.split." + name, weight));
            case Target.Redirect redirect ->
                facts.put("to.redirect.status", (Object) redirect.status())
                        .put("to.redirect.location", redirect.location());
            case Target.Respond respond -> facts.answer("to.respond", respond.response());
        }
    }

    private static void changes(Facts facts, String key, Route.HeaderChanges changes) {
        facts.list(key + ".remove", changes.remove());
        facts.texts(key + ".set", changes.set());
        facts.texts(key + ".add", changes.add());
    }

    private static String test(Condition.Test test) {
        return switch (test) {
            case Condition.Test.Equals equals -> equals.value();
            case Condition.Test.StartsWith starts -> "{starts-with: " + starts.prefix() + "}";
            case Condition.Test.Present present -> "{present: " + present.wanted() + "}";
        };
    }
}
