package dev.drover.registry.consul;

import dev.drover.registry.consul.go.GoDuration;
import dev.drover.registry.consul.go.GoJson;
import dev.drover.registry.consul.go.Unreadable;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object that came as a body, read field by field the way Consul does: names in any case, null as absent, and, once all
 * was asked for, no field that nobody knows ({@link #end()}). What is wrong is told as Go's decoder tells it.
 */
final class Form {
    /** What stands before the words of the decoder nearly everywhere. */
    static final String DECODE = "Request decode failed: ";

    private final String complaint;
    private final Map<String, @Nullable Object> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final Set<String> known = new HashSet<>();

    private Form(String complaint, Map<?, ?> object) {
        this.complaint = complaint;
        object.forEach((name, value) -> fields.put(String.valueOf(name), value));
    }

    /** The body of a call. */
    static Form of(Call call) throws Refusal, IOException {
        return read(call.body(), DECODE);
    }

    /** An object without fields. */
    static Form empty() {
        return new Form(DECODE, Map.of());
    }

    /**
     * An object.
     *
     * @param complaint what stands before the words of the decoder
     */
    static Form read(byte[] json, String complaint) throws Refusal {
        Object value = parse(json, complaint);
        if (value instanceof Map<?, ?> object) {
            return new Form(complaint, object);
        }
        if (value == null) {
            return new Form(complaint, Map.of());
        }
        throw Refusal.bad(complaint + "json: cannot unmarshal " + kind(value) + " into Go value of type struct");
    }

    /** A list of objects. */
    static List<Form> list(byte[] json, String complaint) throws Refusal {
        var all = new ArrayList<Form>();
        Object value = parse(json, complaint);
        if (value != null && !(value instanceof List<?>)) {
            throw Refusal.bad(complaint + "json: cannot unmarshal " + kind(value) + " into Go value of type []struct");
        }
        for (Object element : value == null ? List.of() : (List<?>) value) {
            if (!(element instanceof Map<?, ?> object)) {
                throw Refusal.bad(
                        complaint + "json: cannot unmarshal " + kind(element) + " into Go value of type struct");
            }
            all.add(new Form(complaint, object));
        }
        return all;
    }

    private static @Nullable Object parse(byte[] json, String complaint) throws Refusal {
        try {
            return GoJson.parse(json);
        } catch (Unreadable e) {
            throw Refusal.bad(complaint + e.getMessage());
        }
    }

    boolean has(String name) {
        return fields.get(name) != null;
    }

    /** Whether it is there at all, even as null. */
    boolean names(String name) {
        return fields.containsKey(name);
    }

    String text(String name) throws Refusal {
        Object value = take(name);
        if (value == null) {
            return "";
        }
        if (value instanceof String text) {
            return text;
        }
        throw mismatch(name, value, "string");
    }

    boolean truth(String name) throws Refusal {
        Object value = take(name);
        if (value == null) {
            return false;
        }
        if (value instanceof Boolean truth) {
            return truth;
        }
        throw mismatch(name, value, "bool");
    }

    int number(String name) throws Refusal {
        Object value = take(name);
        if (value == null) {
            return 0;
        }
        try {
            if (value instanceof BigDecimal number) {
                return number.intValueExact();
            }
        } catch (ArithmeticException e) {
            throw mismatch(name, "number " + ((BigDecimal) value).toPlainString(), "int");
        }
        throw mismatch(name, value, "int");
    }

    /** 64 bits without a sign. */
    long unsigned(String name) throws Refusal {
        Object value = take(name);
        if (value == null) {
            return 0;
        }
        if (!(value instanceof BigDecimal number)) {
            throw mismatch(name, value, "uint64");
        }
        try {
            BigInteger whole = number.toBigIntegerExact();
            if (whole.signum() >= 0 && whole.bitLength() <= 64) {
                return whole.longValue();
            }
        } catch (ArithmeticException e) {
            // Not whole: told below.
        }
        throw mismatch(name, "number " + number.toPlainString(), "uint64");
    }

    /** Text such as {@code 10s}, or a number of nanoseconds. */
    Duration duration(String name) throws Refusal {
        Object value = take(name);
        try {
            return switch (value) {
                case null -> Duration.ZERO;
                case String text -> text.isEmpty() ? Duration.ZERO : GoDuration.parse(text);
                case BigDecimal nanos -> Duration.ofNanos(nanos.toBigInteger().longValueExact());
                default -> throw mismatch(name, value, "time.Duration");
            };
        } catch (Unreadable e) {
            throw Refusal.bad(complaint + e.getMessage());
        } catch (ArithmeticException e) {
            throw mismatch(name, "number " + value, "time.Duration");
        }
    }

    List<String> texts(String name) throws Refusal {
        Object value = take(name);
        var all = new ArrayList<String>();
        if (value != null && !(value instanceof List<?>)) {
            throw mismatch(name, value, "[]string");
        }
        for (Object element : value == null ? List.of() : (List<?>) value) {
            if (element != null && !(element instanceof String)) {
                throw mismatch(name, element, "string");
            }
            all.add(element == null ? "" : (String) element);
        }
        return all;
    }

    Map<String, String> words(String name) throws Refusal {
        var all = new LinkedHashMap<String, String>();
        for (var entry : object(name, "map[string]string").entrySet()) {
            Object value = entry.getValue();
            if (value != null && !(value instanceof String)) {
                throw mismatch(name, value, "string");
            }
            all.put(String.valueOf(entry.getKey()), value == null ? "" : (String) value);
        }
        return all;
    }

    Map<String, List<String>> lists(String name) throws Refusal {
        var all = new LinkedHashMap<String, List<String>>();
        Map<?, ?> object = object(name, "map[string][]string");
        var inner = new Form(complaint, object);
        for (Object key : object.keySet()) {
            all.put(String.valueOf(key), inner.texts(String.valueOf(key)));
        }
        return all;
    }

    Optional<Form> form(String name) throws Refusal {
        return fields.get(name) == null ? without(name) : Optional.of(new Form(complaint, object(name, "struct")));
    }

    private Optional<Form> without(String name) {
        known.add(name.toLowerCase(Locale.ROOT));
        return Optional.empty();
    }

    /** Objects by their names. */
    Map<String, Form> formsByName(String name) throws Refusal {
        var all = new LinkedHashMap<String, Form>();
        for (var entry : object(name, "map[string]struct").entrySet()) {
            if (!(entry.getValue() instanceof Map<?, ?> inner)) {
                throw mismatch(name, entry.getValue(), "struct");
            }
            all.put(String.valueOf(entry.getKey()), new Form(complaint, inner));
        }
        return all;
    }

    List<Form> forms(String name) throws Refusal {
        Object value = take(name);
        var all = new ArrayList<Form>();
        if (value != null && !(value instanceof List<?>)) {
            throw mismatch(name, value, "[]struct");
        }
        for (Object element : value == null ? List.of() : (List<?>) value) {
            if (!(element instanceof Map<?, ?> object)) {
                throw mismatch(name, element, "struct");
            }
            all.add(new Form(complaint, object));
        }
        return all;
    }

    private Map<?, ?> object(String name, String type) throws Refusal {
        Object value = take(name);
        if (value != null && !(value instanceof Map<?, ?>)) {
            throw mismatch(name, value, type);
        }
        return value == null ? Map.of() : (Map<?, ?>) value;
    }

    /** Fields of which Consul takes note and which mean nothing here, or only where they are set. */
    void know(String... names) {
        for (String name : names) {
            known.add(name.toLowerCase(Locale.ROOT));
        }
    }

    /** Refuses what was named and nobody asked for. */
    void end() throws Refusal {
        for (String name : fields.keySet()) {
            if (!known.contains(name.toLowerCase(Locale.ROOT))) {
                throw Refusal.bad(complaint + "json: unknown field \"" + name + "\"");
            }
        }
    }

    /** Refuses a field that is set to something and stands for a feature that Drover has not. */
    void absent(String name, String what) throws Refusal {
        Object value = take(name);
        if (!unset(value)) {
            throw Refusal.bad("Drover does not have " + what + " (field " + name + ")");
        }
    }

    /** Clients of typed languages send every field there is, most of them unset. */
    private static boolean unset(@Nullable Object value) {
        return switch (value) {
            case null -> true;
            case String text -> text.isEmpty();
            case Boolean truth -> !truth;
            case BigDecimal number -> number.signum() == 0;
            case List<?> list -> list.isEmpty();
            case Map<?, ?> map -> map.values().stream().allMatch(Form::unset);
            default -> false;
        };
    }

    private @Nullable Object take(String name) {
        known.add(name.toLowerCase(Locale.ROOT));
        return fields.get(name);
    }

    private Refusal mismatch(String name, @Nullable Object value, String type) {
        return mismatch(name, kind(value), type);
    }

    private Refusal mismatch(String name, String what, String type) {
        return Refusal.bad(
                complaint + "json: cannot unmarshal " + what + " into Go struct field ." + name + " of type " + type);
    }

    private static String kind(@Nullable Object value) {
        return switch (value) {
            case null -> "null";
            case String text -> "string";
            case Boolean truth -> "bool";
            case BigDecimal number -> "number";
            case List<?> list -> "array";
            default -> "object";
        };
    }
}
