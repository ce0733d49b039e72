package dev.drover.model.keys;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** JSON text (RFC 8259) of maps, lists, texts, numbers and booleans. */
final class Json {
    private Json() {}

    static Map<String, Object> object(Object... keysAndValues) {
        var map = new LinkedHashMap<String, Object>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return map;
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> copy(Object object) {
        return new LinkedHashMap<>((Map<String, Object>) object);
    }

    /** A plain scalar as an editor takes it: a whole number, true or false, else a text. */
    static Object plain(String text) {
        if (text.equals("true") || text.equals("false")) {
            return Boolean.valueOf(text);
        }
        long number = Units.number(text);
        return number >= 0 ? (Object) number : text;
    }

    static String text(Object value) {
        var text = new StringBuilder();
        write(text, value, "\n");
        return text.append('\n').toString();
    }

    private static void write(StringBuilder text, Object value, String indent) {
        switch (value) {
            case Map<?, ?> map -> {
                Iterator<? extends Map.Entry<?, ?>> entries = map.entrySet().iterator();
                text.append('{');
                while (entries.hasNext()) {
                    Map.Entry<?, ?> entry = entries.next();
                    text.append(indent).append("  ");
                    quote(text, entry.getKey().toString());
                    text.append(": ");
                    write(text, entry.getValue(), indent + "  ");
                    text.append(entries.hasNext() ? "," : indent);
                }
                text.append('}');
            }
            case List<?> list -> {
                text.append('[');
                for (int i = 0; i < list.size(); i++) {
                    text.append(i == 0 ? "" : ", ");
                    write(text, list.get(i), indent + "  ");
                }
                text.append(']');
            }
            case Number number -> text.append(number);
            case Boolean yes -> text.append(yes);
            default -> quote(text, value.toString());
        }
    }

    private static void quote(StringBuilder text, String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"' -> text.append("\\\"");
                case '\\' -> text.append("\\\\");
                case '\n' -> text.append("\\n");
                default -> {
                    if (c < ' ') {
                        text.append("\\u%04x".formatted((int) c));
                    } else {
                        text.append(c);
                    }
                }
            }
        }
        text.append('"');
    }
}
