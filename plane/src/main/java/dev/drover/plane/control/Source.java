package dev.drover.plane.control;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * A {@code drover.yaml} with all it includes, as text, so that it can be sent and kept.
 *
 * @param root absolute path of the first file
 * @param files text by absolute path, the root among them; relative paths inside are resolved against the file they stand in
 */
public record Source(String root, SequencedMap<String, String> files) {
    public Source {
        files = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(files));
    }
}
