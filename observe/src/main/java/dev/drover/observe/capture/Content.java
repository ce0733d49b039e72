package dev.drover.observe.capture;

import java.nio.charset.StandardCharsets;

/** What a path held when it was read, or why it could not be read. */
public sealed interface Content {
    /** The bytes; whoever gets them must not change them. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody; copied by nobody, for they are read every second
    record Text(byte[] bytes) implements Content {
        public static Text of(String text) {
            return new Text(text.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public String toString() {
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    /** No bytes, such as {@code No such file or directory}. */
    record Unreadable(String why) implements Content {}
}
