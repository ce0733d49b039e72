package dev.drover.command;

import dev.drover.lab.Result;
import dev.drover.lab.Score;
import dev.drover.lab.victim.Felt;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What came of cases, for programs; the shape is described in {@code docs/lab.md}. */
final class LabJson {
    private LabJson() {}

    static Map<String, Object> of(List<Result> results) {
        var json = new LinkedHashMap<String, Object>();
        json.put("schema", "drover.lab.faults/1");
        json.put("cases", results.stream().map(LabJson::one).toList());
        Score score = Score.of(results);
        var sum = new LinkedHashMap<String, Object>();
        sum.put("faults", score.faults());
        sum.put("first", score.first());
        sum.put("three", score.three());
        sum.put("controls", score.controls());
        sum.put("falseVerdicts", score.falseVerdicts());
        sum.put("hidden", score.hidden());
        sum.put("misled", score.misled());
        sum.put("uncounted", score.uncounted());
        sum.put("noisy", score.noisy());
        score.seconds().ifPresent(s -> sum.put("seconds", s));
        json.put("score", sum);
        return json;
    }

    private static Map<String, Object> one(Result result) {
        var json = new LinkedHashMap<String, Object>();
        var facts = result.of().fault().facts();
        json.put("fault", facts.id());
        json.put("family", facts.family().name().toLowerCase(Locale.ROOT));
        json.put("intensity", result.of().intensity());
        json.put("seed", result.of().seed());
        json.put("expected", result instanceof Result.Ran ran ? ran.expected() : facts.expected());
        if (facts.isHidden()) {
            json.put("hidden", facts.hidden());
        }
        switch (result) {
            case Result.Skipped skipped -> json.put("skipped", skipped.why());
            case Result.Ran ran -> {
                json.put("before", felt(ran.before()));
                json.put("during", felt(ran.during()));
                json.put("counts", ran.counts());
                json.put("background", ran.background());
                json.put("causes", ran.causes());
                json.put("rank", ran.rank());
                json.put("recovered", ran.recovered());
                ran.seconds().ifPresent(s -> json.put("seconds", s));
            }
        }
        return json;
    }

    private static Map<String, Object> felt(Felt felt) {
        var json = new LinkedHashMap<String, Object>();
        json.put("requests", felt.requests());
        json.put("errors", felt.errors());
        json.put("p50Millis", felt.p50());
        json.put("p99Millis", felt.p99());
        return json;
    }
}
