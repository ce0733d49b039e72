package dev.drover.observe.counter;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Counters that the kernel prints with their names, such as {@code /proc/vmstat}; units are those of the file. Which names there
 * are depends on the kernel: an absent one is not measurable.
 *
 * @param absent why other names are not there
 */
public record Named(Map<String, Long> values, String absent) {
    /** Begins the last line of a file that was rebuilt from less than the kernel tells: why other names are absent. */
    public static final String ABSENT = "-- ";

    private static final int MOST = 10_000;

    private static final String USUAL = "this kernel does not tell it";

    public Named(Map<String, Long> values) {
        this(values, USUAL);
    }

    public Measured<Long> get(String name) {
        Long value = values.get(name);
        return value == null ? Measured.not(name + ": " + absent) : Measured.of(value);
    }

    public Set<String> names() {
        return values.keySet();
    }

    /** How fast one grew, per second. */
    public static Measured<Double> rate(Change<Named> change, String name) {
        return change.before()
                .get(name)
                .then(before -> change.after().get(name).then(after -> Change.growth(before, after)))
                .map(grown -> grown / change.seconds());
    }

    /** Lines of a name and a number, with or without a colon and a unit: {@code MemFree:  12 kB}, {@code pgfault 12}. */
    public static Measured<Named> lines(byte[] bytes) {
        var values = new HashMap<String, Long>();
        var cursor = new Cursor(bytes);
        String absent = USUAL;
        while (!cursor.atEnd() && values.size() < MOST) {
            if (cursor.skip(ABSENT)) {
                absent = cursor.line();
                break;
            }
            String name = cursor.word();
            if (!name.isEmpty()) {
                values.put(name.endsWith(":") ? name.substring(0, name.length() - 1) : name, cursor.signed());
            }
            cursor.nextLine();
        }
        return values.isEmpty() ? Measured.not("empty") : cursor.unlessBad(new Named(values, absent));
    }

    /** Pairs of lines, names above numbers, both behind a section: {@code Tcp: InSegs OutSegs} and {@code Tcp: 12 34}. */
    public static Measured<Named> sections(byte[] bytes) {
        var values = new HashMap<String, Long>();
        var names = new Cursor(bytes);
        String absent = USUAL;
        while (!names.atEnd() && values.size() < MOST) {
            if (names.skip(ABSENT)) {
                absent = names.line();
                break;
            }
            var numbers = new Cursor(bytes, names.place());
            numbers.nextLine();
            String section = names.until(':');
            if (!numbers.skip(section + ":")) {
                return Measured.not("no numbers for the section " + shortened(section));
            }
            while (!names.atLineEnd() && !numbers.atLineEnd()) {
                values.put(section + "." + names.word(), numbers.signed());
            }
            if (names.bad() || numbers.bad()) {
                return Measured.not("not understood in the section " + shortened(section));
            }
            names.nextLine();
            names.nextLine();
        }
        return values.isEmpty() ? Measured.not("empty") : Measured.of(new Named(values, absent));
    }

    /** Lines of a section and pairs: {@code TCP: inuse 1 orphan 0}. */
    public static Measured<Named> pairs(byte[] bytes) {
        var values = new HashMap<String, Long>();
        var cursor = new Cursor(bytes);
        String absent = USUAL;
        while (!cursor.atEnd() && values.size() < MOST) {
            if (cursor.skip(ABSENT)) {
                absent = cursor.line();
                break;
            }
            String section = cursor.until(':');
            while (!cursor.bad() && !cursor.atLineEnd()) {
                values.put(section + "." + cursor.word(), cursor.signed());
            }
            cursor.nextLine();
        }
        return values.isEmpty() ? Measured.not("empty") : cursor.unlessBad(new Named(values, absent));
    }

    private static String shortened(String text) {
        return text.length() > 20 ? text.substring(0, 20) : text;
    }
}
