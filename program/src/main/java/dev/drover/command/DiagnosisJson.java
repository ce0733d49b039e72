package dev.drover.command;

import dev.drover.observe.fleet.Judged;
import dev.drover.observe.rule.Evidence;
import dev.drover.observe.rule.Finding;
import dev.drover.observe.rule.Outcome;
import dev.drover.observe.rule.RuleFacts;
import dev.drover.observe.rule.Who;
import dev.drover.observe.verdict.Judgement;
import dev.drover.observe.verdict.Verdict;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A diagnosis for programs; the shape is described in {@code docs/diagnosis.md}. Shares go from 0 to 1. */
final class DiagnosisJson {
    static final String SCHEMA = "drover.doctor/1";

    private DiagnosisJson() {}

    static Map<String, Object> of(Judged judged) {
        var json = new LinkedHashMap<String, Object>();
        json.put("schema", SCHEMA);
        json.put("host", judged.span().name());
        json.put("from", judged.span().from().toString());
        json.put("to", judged.span().to().toString());
        json.put("seconds", judged.span().seconds());
        json.put("samples", judged.span().samples());
        switch (judged.diagnosis().verdict()) {
            case Verdict.Bottleneck(List<Verdict.Cause> causes) -> {
                json.put("verdict", "bottleneck");
                json.put("causes", causes.stream().map(DiagnosisJson::cause).toList());
            }
            case Verdict.Healthy healthy -> json.put("verdict", "healthy");
            case Verdict.HealthyBusy(List<String> what) -> {
                json.put("verdict", "busy");
                json.put("busy", what);
            }
            case Verdict.CannotTell(List<String> why) -> {
                json.put("verdict", "cannot-tell");
                json.put("because", why);
            }
        }
        json.put("services", judged.services());
        json.put("refused", judged.refused());
        json.put(
                "rules",
                judged.diagnosis().judgements().stream()
                        .map(DiagnosisJson::judgement)
                        .toList());
        return json;
    }

    private static Map<String, Object> cause(Verdict.Cause cause) {
        Map<String, Object> json = finding(cause.rule(), cause.finding());
        json.put("remedy", cause.rule().remedy());
        json.put("check", cause.check());
        json.put(
                "consequences",
                cause.consequences().stream()
                        .map(c -> finding(c.rule(), c.finding()))
                        .toList());
        return json;
    }

    static Map<String, Object> finding(RuleFacts rule, Finding finding) {
        var json = new LinkedHashMap<String, Object>();
        json.put("rule", finding.rule());
        json.put("family", word(rule.family()));
        json.put("title", rule.title());
        json.put("headline", finding.headline());
        json.put("severity", word(finding.severity()));
        json.put("confidence", finding.confidence().value());
        json.put("confidenceReason", finding.confidence().reason());
        json.put("magnitude", finding.magnitude());
        json.put("onset", finding.onset().toString());
        json.put("who", finding.who().stream().map(DiagnosisJson::who).toList());
        json.put(
                "evidence",
                finding.evidence().stream().map(DiagnosisJson::evidence).toList());
        return json;
    }

    private static Map<String, Object> who(Who who) {
        var json = new LinkedHashMap<String, Object>();
        json.put("kind", who.kind().word());
        json.put("name", who.name());
        json.put("detail", who.detail());
        if (!who.pids().isEmpty()) {
            json.put("pids", who.pids());
        }
        if (!who.service().isEmpty()) {
            json.put("service", who.service());
        }
        return json;
    }

    private static Map<String, Object> evidence(Evidence row) {
        var json = new LinkedHashMap<String, Object>();
        json.put("what", row.what());
        json.put("value", row.value());
        json.put("unit", word(row.unit()));
        if (row.relation() != Evidence.Relation.NONE) {
            json.put("relation", row.relation().sign());
            json.put("limit", row.limit());
        }
        json.put("source", row.source());
        return json;
    }

    static Map<String, Object> judgement(Judgement judgement) {
        var json = new LinkedHashMap<String, Object>();
        json.put("rule", judgement.rule().id());
        switch (judgement.outcome()) {
            case Outcome.Found found -> json.put("outcome", "found");
            case Outcome.Quiet(String why, List<Evidence> numbers) -> told(json, "quiet", why, numbers);
            case Outcome.Busy(String what, List<Evidence> numbers) -> told(json, "busy", what, numbers);
            case Outcome.NotMeasurable(String why) -> told(json, "not-measurable", why, List.of());
            case Outcome.NotApplicable(String why) -> told(json, "not-applicable", why, List.of());
        }
        return json;
    }

    private static void told(Map<String, Object> json, String outcome, String why, List<Evidence> numbers) {
        json.put("outcome", outcome);
        json.put("why", why);
        if (!numbers.isEmpty()) {
            json.put("evidence", numbers.stream().map(DiagnosisJson::evidence).toList());
        }
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
