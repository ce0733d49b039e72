package dev.drover.command;

import dev.drover.observe.counter.Measured;
import dev.drover.observe.rule.Who;
import dev.drover.observe.use.Figure;
import dev.drover.observe.use.Row;
import dev.drover.observe.verdict.Verdict;
import dev.drover.screen.Moment;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The USE table of one interval for programs; the shape is described in {@code docs/top.md}. Shares go from 0 to 1. */
final class TopJson {
    static final String SCHEMA = "drover.top/1";

    private TopJson() {}

    static Map<String, Object> of(Moment moment) {
        var json = new LinkedHashMap<String, Object>();
        json.put("schema", SCHEMA);
        json.put("host", moment.host());
        json.put("at", moment.at().toString());
        json.put("seconds", moment.seconds());
        verdict(json, moment.verdict());
        moment.since().ifPresent(since -> json.put("since", since.toString()));
        json.put("resources", moment.rows().stream().map(TopJson::row).toList());
        return json;
    }

    private static void verdict(Map<String, Object> json, Verdict verdict) {
        switch (verdict) {
            case Verdict.Bottleneck(List<Verdict.Cause> causes) -> {
                json.put("verdict", "bottleneck");
                json.put("causes", causes.stream().map(TopJson::cause).toList());
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
    }

    private static Map<String, Object> cause(Verdict.Cause cause) {
        var json = new LinkedHashMap<String, Object>();
        json.put("rule", cause.rule().id());
        json.put("title", cause.rule().title());
        json.put("headline", cause.finding().headline());
        json.put("who", cause.finding().who().stream().map(Who::toString).toList());
        return json;
    }

    private static Map<String, Object> row(Row row) {
        var json = new LinkedHashMap<String, Object>();
        json.put("kind", word(row.kind()));
        json.put("resource", row.name());
        json.put("high", row.isHigh());
        json.put("utilisation", cell(row.utilisation()));
        json.put("saturation", cell(row.saturation()));
        json.put("errors", cell(row.errors()));
        return json;
    }

    private static Map<String, Object> cell(Measured<Figure> cell) {
        var json = new LinkedHashMap<String, Object>();
        switch (cell) {
            case Measured.Value<Figure>(Figure figure) -> {
                json.put("value", figure.value());
                json.put("unit", word(figure.unit()));
                json.put("what", figure.what());
                json.put("high", figure.isHigh());
            }
            case Measured.Unmeasurable<Figure>(String why) -> json.put("notMeasurable", why);
        }
        return json;
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
