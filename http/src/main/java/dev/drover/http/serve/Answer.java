package dev.drover.http.serve;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/** What a request is answered. */
public final class Answer {
    private static final byte[] NOTHING = {};

    private final int status;
    private final SequencedMap<String, String> fields = new LinkedHashMap<>();
    private final byte[] body;

    private Answer(int status, byte[] body) {
        this.status = status;
        this.body = body;
    }

    /** Without a body. */
    public static Answer of(int status) {
        return new Answer(status, NOTHING);
    }

    /** With the first {@code length} bytes of that, which are copied. */
    public static Answer of(int status, byte[] body, int length) {
        return new Answer(status, Arrays.copyOf(body, length));
    }

    /** With that field, too; its name in lower case. */
    public Answer with(String name, String value) {
        fields.put(name, value);
        return this;
    }

    int status() {
        return status;
    }

    Map<String, String> fields() {
        return fields;
    }

    byte[] body() {
        return body;
    }
}
