package dev.drover.registry.consul;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What is sent back: a status, headers, and bytes or JSON that is written on the way out. */
final class Answer {
    static final String TEXT = "text/plain; charset=utf-8";

    private final int status;
    private final List<Header> headers;
    private final Content content;

    private Answer(int status, List<Header> headers, Content content) {
        this.status = status;
        this.headers = List.copyOf(headers);
        this.content = content;
    }

    /** A header of an answer. */
    record Header(String name, String value) {}

    /** What an answer's body is made of. */
    sealed interface Content permits Bytes, Json {}

    /** A body that is there already; without a type when it is empty. */
    @SuppressWarnings("ArrayRecordComponent") // sent once, compared never
    record Bytes(String type, byte[] bytes) implements Content {}

    /** A body that writes itself. */
    @FunctionalInterface
    non-sealed interface Json extends Content {
        void write(JsonGenerator out) throws IOException;
    }

    static Answer json(Json body) {
        return new Answer(200, List.of(), body);
    }

    static Answer truth(boolean value) {
        return json(out -> out.writeBoolean(value));
    }

    static Answer empty(int status) {
        return new Answer(status, List.of(), new Bytes("", new byte[0]));
    }

    /** What a change answers that went well and has nothing to say. */
    static Answer done() {
        return empty(200);
    }

    static Answer text(int status, String text) {
        return bytes(status, TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    static Answer bytes(int status, String type, byte[] bytes) {
        return new Answer(status, List.of(), new Bytes(type, bytes));
    }

    /** The same with another body. */
    Answer saying(Json body) {
        return new Answer(status, headers, body);
    }

    Answer as(int otherStatus) {
        return new Answer(otherStatus, headers, content);
    }

    Answer with(String name, String value) {
        var more = new ArrayList<>(headers);
        more.add(new Header(name, value));
        return new Answer(status, more, content);
    }

    int status() {
        return status;
    }

    List<Header> headers() {
        return headers;
    }

    Content content() {
        return content;
    }
}
