package dev.drover.observe.process;

import dev.drover.observe.counter.Cursor;
import dev.drover.observe.counter.Measured;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code /proc/PID/status}: lines of a name and some words (proc(5)). Readable by everybody. */
record Status(Map<String, String> fields) {
    private static final int MOST = 500;

    static Measured<Status> parse(byte[] bytes) {
        var fields = new LinkedHashMap<String, String>();
        for (String line : new String(bytes, StandardCharsets.UTF_8).split("\n", MOST)) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                fields.putIfAbsent(
                        line.substring(0, colon), line.substring(colon + 1).strip());
            }
        }
        return fields.containsKey("Name") ? Measured.of(new Status(fields)) : Measured.not("no line Name");
    }

    /** The first number of a line: {@code Uid: 33 33 33 33}. */
    Measured<Long> number(String name) {
        String value = fields.get(name);
        if (value == null) {
            return Measured.not(name + ": the kernel does not tell it");
        }
        var cursor = new Cursor(value.getBytes(StandardCharsets.UTF_8));
        return cursor.unlessBad(cursor.number());
    }

    /** A size, in bytes: {@code VmRSS: 12 kB}. */
    Measured<Long> bytes(String name) {
        return number(name).map(kibibytes -> kibibytes << 10);
    }
}
