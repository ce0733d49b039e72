package dev.drover.model;

import java.nio.file.Path;

/** A text that may be secret: written out, or named so that the file does not hold it. Never printed unless written out. */
public sealed interface Secret {
    record Plain(String text) implements Secret {}

    /** Value of an environment variable of Drover itself. */
    record Env(String name) implements Secret {
        @Override
        public String toString() {
            return "{env: " + name + "}";
        }
    }

    /** First line of a file. */
    record File(Path path) implements Secret {
        @Override
        public String toString() {
            return "{file: " + path + "}";
        }
    }
}
