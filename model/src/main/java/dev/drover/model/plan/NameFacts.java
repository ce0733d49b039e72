package dev.drover.model.plan;

import dev.drover.model.AnswerStep;
import dev.drover.model.Dns;
import dev.drover.model.Dns.AllDown;
import dev.drover.model.Dns.Candidates;
import dev.drover.model.Dns.Steered;
import dev.drover.model.Network;
import dev.drover.model.Secret;
import dev.drover.model.Spelling;
import dev.drover.model.Transfer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.zip.CRC32;

/** What is declared of zones and steered names. */
final class NameFacts {
    private NameFacts() {}

    static SequencedMap<String, Facts.Fact> of(Dns.Zone zone) {
        var facts = new Facts();
        zone.file()
                .ifPresent(text -> text.texts().forEach((name, written) -> {
                    String key = name.equals(text.main()) ? "file" : "file includes " + name;
                    facts.map()
                            .put(
                                    key,
                                    new Facts.Fact(
                                            written, (key.equals("file") ? name + ", " : "") + summary(written)));
                }));
        facts.list("records", zone.records());
        facts.list("nameservers", zone.nameservers());
        zone.transfer()
                .ifPresent(t -> facts.list("transfer.networks", t.networks())
                        .list("transfer.keys", t.keys())
                        .list("transfer.notify", t.notified()));
        zone.primary().ifPresent(p -> facts.list("primary.from", p.from()).put("primary.key", p.key()));
        zone.signing()
                .ifPresent(s -> facts.put(
                                "sign.algorithm", (Object) s.algorithm().word())
                        .list("sign.keys", s.imported().isEmpty() ? s.keys() : List.of())
                        .put("sign.roll", s.roll())
                        .list("sign.import", s.imported())
                        .put("sign.denial", (Object) s.denial().word())
                        .put("sign.ksk-lifetime", (Object) (s.lifetime().isZero() ? "off" : Spelling.of(s.lifetime())))
                        .list("sign.parents", s.parents()));
        zone.names().forEach((name, steered) -> steered(facts, "names." + name, steered));
        return facts.map();
    }

    static SequencedMap<String, Facts.Fact> of(Transfer.Key key) {
        return new Facts()
                .put("algorithm", (Object) key.algorithm().word())
                .secret("secret", key.secret())
                .map();
    }

    static SequencedMap<String, Facts.Fact> of(Dns.Guarding guarding) {
        var facts = new Facts();
        switch (guarding.limiting()) {
            case Dns.Unlimited() -> facts.put("limit", "off");
            case Dns.Rates(var answers, var negative, var errors, var slip, var allow) ->
                facts.put("limit.answers", (Object) answers)
                        .put("limit.negative", (Object) negative)
                        .put("limit.errors", (Object) errors)
                        .put("limit.slip", (Object) slip)
                        .list("limit.allow", allow);
        }
        return facts.put("cookies", guarding.cookies() ? "on" : "off").map();
    }

    static SequencedMap<String, Facts.Fact> of(Dns.Watching watching) {
        String log = watching.queryLog() == 0 ? "off" : "1/" + watching.queryLog();
        var facts = new Facts().put("query-log", (Object) log);
        watching.missteer()
                .ifPresent(m -> facts.put("missteer.requests", (Object) ("1/" + m.requests()))
                        .list("missteer.beacons", m.beacons()));
        return facts.map();
    }

    static SequencedMap<String, Facts.Fact> of(Secret secret) {
        return new Facts().secret("secret", secret).map();
    }

    static SequencedMap<String, Facts.Fact> of(Dns.Locating location) {
        var facts = new Facts().put("database", location.database());
        location.known().forEach((network, place) -> facts.put("known." + network, (Object) place));
        return facts.map();
    }

    static SequencedMap<String, Facts.Fact> of(Dns.Discovery discovery) {
        var facts = new Facts()
                .list("domains", discovery.domains())
                .put("ttl", (Object) seconds(discovery.ttl()))
                .put("node-ttl", (Object) seconds(discovery.nodeTtl()))
                .put("negative-ttl", (Object) seconds(discovery.negativeTtl()))
                .put("only-passing", (Object) discovery.onlyPassing())
                .put("most-addresses", (Object) (discovery.mostAddresses() == 0 ? "all" : discovery.mostAddresses()))
                .put("most-without-edns", (Object) discovery.mostWithoutEdns())
                .put("truncate", (Object) discovery.tellsCut());
        discovery.serviceTtl().forEach((name, ttl) -> facts.put("service-ttl." + name, (Object) seconds(ttl)));
        return facts.map();
    }

    private static String seconds(Duration ttl) {
        return ttl.isZero() ? "0s" : Spelling.of(ttl);
    }

    /** Enough to see that two texts differ. */
    private static String summary(String text) {
        var crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        long lines = text.lines().count();
        return lines + (lines == 1 ? " line" : " lines") + ", CRC %08x".formatted(crc.getValue());
    }

    private static void steered(Facts facts, String key, Steered name) {
        switch (name.of()) {
            case Candidates.Instances instances -> facts.put(key + ".service", (Object) instances.service());
            case Candidates.Sites sites -> facts.put(key + ".sites", (Object) map(sites.services()));
        }
        facts.put(key + ".ttl", name.ttl());
        facts.list(key + ".answer", name.answer().stream().map(NameFacts::step).toList());
        facts.put(key + ".all-down", (Object)
                switch (name.allDown()) {
                    case AllDown.ServeAll all -> "serve-all";
                    case AllDown.Answer answer -> "{answer: " + answer.addresses() + "}";
                });
    }

    private static String step(AnswerStep step) {
        String arguments = switch (step) {
            case AnswerStep.Up up -> "";
            case AnswerStep.Fence fence -> fence(fence);
            case AnswerStep.Prefix prefix -> map(prefix.networks());
            case AnswerStep.Geo geo -> map(geo.places());
            case AnswerStep.Failover failover -> failover.pools().toString();
            case AnswerStep.Nearest nearest -> "";
            case AnswerStep.Latency latency -> latency(latency);
            case AnswerStep.Spread spread ->
                spread.every()
                        .map(every -> "{every: " + Spelling.of(every) + "}")
                        .orElse("");
            case AnswerStep.Sticky sticky -> "";
            case AnswerStep.Weight weight -> map(weight.shares());
            case AnswerStep.First first -> Integer.toString(first.count());
        };
        return arguments.isEmpty() ? step.word() : "{" + step.word() + ": " + arguments + "}";
    }

    private static String latency(AnswerStep.Latency latency) {
        var byNetwork = new LinkedHashMap<Network, String>();
        latency.networks().forEach((network, sites) -> {
            var spelt = new LinkedHashMap<String, String>();
            sites.forEach((site, measured) -> spelt.put(site, Spelling.of(measured)));
            byNetwork.put(network, map(spelt));
        });
        return map(byNetwork);
    }

    private static String fence(AnswerStep.Fence fence) {
        List<String> parts = new ArrayList<>();
        if (!fence.countries().isEmpty()) {
            parts.add("countries: " + fence.countries());
        }
        if (!fence.networks().isEmpty()) {
            parts.add("networks: " + fence.networks());
        }
        return "{" + String.join(", ", parts) + "}";
    }

    private static String map(Map<?, ?> entries) {
        var parts = new ArrayList<String>();
        entries.forEach((key, value) -> parts.add(key + ": " + value));
        return "{" + String.join(", ", parts) + "}";
    }
}
