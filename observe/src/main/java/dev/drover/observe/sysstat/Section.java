package dev.drover.observe.sysstat;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** One JSON object: numbers, texts, objects and lists of objects by their names. */
final class Section {
    /** Without values. */
    static final Section NONE = new Section(Map.of());
    /** A sample of the largest hosts (thousands of disks, CPUs, interfaces) has some hundred thousand. */
    private static final int MOST_VALUES = 2_000_000;

    private static final int DEEPEST = 12;

    private final Map<String, Object> values;

    private Section(Map<String, Object> values) {
        this.values = values;
    }

    /** Reads the object that the parser stands at the start of, up to its end. */
    static Section read(JsonParser json) throws IOException {
        return new Section(object(json, new int[] {MOST_VALUES}, 0));
    }

    private static Map<String, Object> object(JsonParser json, int[] left, int depth) throws IOException {
        var values = new LinkedHashMap<String, Object>();
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            Object value = value(json, json.nextToken(), left, depth + 1);
            values.put(name, value);
        }
        return values;
    }

    private static Object value(JsonParser json, JsonToken token, int[] left, int depth) throws IOException {
        JsonLocation here = json.currentTokenLocation();
        if (--left[0] < 0 || depth > DEEPEST) {
            throw Unusable.at(here, "one sample holds more than " + MOST_VALUES + " values or is nested too deep");
        }
        return switch (token) {
            case START_OBJECT -> object(json, left, depth);
            case START_ARRAY -> {
                var list = new ArrayList<Object>();
                for (JsonToken one = json.nextToken(); one != JsonToken.END_ARRAY; one = json.nextToken()) {
                    list.add(value(json, one, left, depth + 1));
                }
                yield list;
            }
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> json.getDoubleValue();
            default -> String.valueOf(json.getText());
        };
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    OptionalDouble number(String name) {
        return values.get(name) instanceof Double value && Double.isFinite(value)
                ? OptionalDouble.of(value)
                : OptionalDouble.empty();
    }

    /** The first of these names that has a number: sysstat renamed some over the years. */
    double number(String name, String formerly, double otherwise) {
        return number(name).orElseGet(() -> number(formerly).orElse(otherwise));
    }

    double number(String name, double otherwise) {
        return number(name).orElse(otherwise);
    }

    /** Text, also of a number; empty without. */
    String text(String name) {
        Object value = values.get(name);
        if (value instanceof Double number) {
            return Long.toString(number.longValue());
        }
        return value instanceof String text ? text : "";
    }

    /** An object within; one without values if it is not there. */
    @SuppressWarnings("unchecked") // only object() makes maps
    Section section(String name) {
        return values.get(name) instanceof Map<?, ?> map ? new Section((Map<String, Object>) map) : NONE;
    }

    /** The objects of a list within; none if it is not there. */
    @SuppressWarnings("unchecked") // only object() makes maps
    List<Section> list(String name) {
        var sections = new ArrayList<Section>();
        if (values.get(name) instanceof List<?> list) {
            for (Object one : list) {
                if (one instanceof Map<?, ?> map) {
                    sections.add(new Section((Map<String, Object>) map));
                }
            }
        }
        return sections;
    }

    /** A name within a list, such that it stays one word of one line. */
    String name(String key) {
        String name = text(key);
        String word = name.length() > 200 ? name.substring(0, 200) : name;
        return word.replaceAll("[\\p{Cntrl}\\s:]", "_");
    }
}
