package dev.drover.command;

import dev.drover.observe.fleet.Comparison;
import dev.drover.observe.fleet.Visit;
import dev.drover.observe.rule.Outcome;
import dev.drover.observe.rule.RuleFacts;
import dev.drover.observe.verdict.Judgement;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** One rule and what it says, for programs; the shape is described in {@code docs/diagnosis.md}. */
final class RuleJson {
    static final String SCHEMA = "drover.rule/1";

    private RuleJson() {}

    /** Of this host. */
    static Map<String, Object> of(RuleFacts rule, Outcome outcome) {
        Map<String, Object> json = facts(rule);
        json.putAll(said(rule, outcome));
        return json;
    }

    /** Of several hosts. */
    static Map<String, Object> of(RuleFacts rule, Comparison comparison) {
        Map<String, Object> json = facts(rule);
        json.put(
                "hosts",
                comparison.places().stream().map(place -> host(place, rule)).toList());
        return json;
    }

    private static Map<String, Object> facts(RuleFacts rule) {
        var json = new LinkedHashMap<String, Object>();
        json.put("schema", SCHEMA);
        json.put("rule", rule.id());
        json.put("number", rule.number());
        json.put("family", rule.family().name().toLowerCase(Locale.ROOT));
        json.put("title", rule.title());
        json.put("reads", rule.reads());
        json.put("fires", rule.fires());
        json.put("gate", rule.gate());
        json.put("source", rule.source());
        json.put("conditions", rule.conditions());
        json.put("explains", rule.explains());
        json.put("remedy", rule.remedy());
        json.put("check", rule.check());
        return json;
    }

    private static Map<String, Object> host(Comparison.Place place, RuleFacts rule) {
        var json = new LinkedHashMap<String, Object>();
        json.put("host", place.visit().host().toString());
        switch (place.visit()) {
            case Visit.Seen seen -> json.putAll(said(rule, DoctorFleet.outcome(seen.judged(), rule)));
            case Visit.Unseen unseen -> {
                json.put("error", unseen.why());
                json.put("fix", unseen.fix());
            }
        }
        return json;
    }

    private static Map<String, Object> said(RuleFacts rule, Outcome outcome) {
        Map<String, Object> json = DiagnosisJson.judgement(new Judgement(rule, outcome));
        if (outcome instanceof Outcome.Found found) {
            json.put(
                    "findings",
                    found.findings().stream()
                            .map(finding -> DiagnosisJson.finding(rule, finding))
                            .toList());
        }
        return json;
    }
}
