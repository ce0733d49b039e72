package dev.drover.command;

import dev.drover.observe.fleet.Comparison;
import dev.drover.observe.fleet.Difference;
import dev.drover.observe.fleet.Visit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Hosts that were watched together, for programs; the shape is described in {@code docs/diagnosis.md}. */
final class FleetJson {
    static final String SCHEMA = "drover.fleet/1";

    private FleetJson() {}

    static Map<String, Object> of(Comparison comparison) {
        var json = new LinkedHashMap<String, Object>();
        json.put("schema", SCHEMA);
        json.put("hosts", comparison.places().stream().map(FleetJson::host).toList());
        json.put("common", comparison.common().stream().map(FleetJson::common).toList());
        return json;
    }

    private static Map<String, Object> host(Comparison.Place place) {
        var json = new LinkedHashMap<String, Object>();
        json.put("host", place.visit().host().toString());
        json.put("gravity", place.gravity().name().toLowerCase(Locale.ROOT));
        switch (place.visit()) {
            case Visit.Seen seen -> {
                if (!seen.note().isEmpty()) {
                    json.put("note", seen.note());
                }
            }
            case Visit.Unseen unseen -> {
                json.put("error", unseen.why());
                json.put("fix", unseen.fix());
            }
        }
        place.difference().ifPresent(d -> json.put("difference", difference(d)));
        place.judged().ifPresent(j -> json.put("diagnosis", DiagnosisJson.of(j)));
        return json;
    }

    private static Map<String, Object> difference(Difference difference) {
        var json = new LinkedHashMap<String, Object>();
        json.put("what", difference.what());
        json.put("value", difference.value());
        json.put("median", difference.median());
        json.put("unit", difference.unit().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        json.put("score", difference.score());
        json.put("outlier", difference.isOutlier());
        return json;
    }

    private static Map<String, Object> common(Comparison.Common common) {
        var json = new LinkedHashMap<String, Object>();
        json.put("rule", common.rule());
        if (!common.who().isEmpty()) {
            json.put("who", common.who());
        }
        json.put("hosts", common.hosts());
        json.put("of", common.told());
        return json;
    }
}
