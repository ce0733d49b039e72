package dev.drover.plane.control;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * A {@code drover.yaml} with all it includes, as text, so that it can be sent and kept. It holds what was written, secrets too.
 *
 * @param folder absolute folder of the first file, where relative paths begin
 * @param texts by name relative to the folder, with slashes; the first is the file itself
 */
public record Source(String folder, SequencedMap<String, String> texts) {
    public Source {
        texts = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(texts));
    }

    /** Absolute path of the first file. */
    public String file() {
        return folder + "/" + texts.firstEntry().getKey();
    }

    @Override
    public String toString() {
        return folder + " " + texts.keySet();
    }
}
