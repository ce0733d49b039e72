package dev.drover.model.read;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * The texts that make a model: a file and all that it includes. A model read from them again is the same one, whatever became
 * of the files on disk.
 *
 * @param folder absolute folder of the first file, where relative paths begin
 * @param texts by name relative to the folder, with slashes; the first is the file itself. They hold what was written,
 *     secrets too: keep them as such.
 */
public record Sources(Path folder, SequencedMap<String, String> texts) {
    public Sources {
        if (texts.isEmpty()) {
            throw new IllegalArgumentException("no text");
        }
        texts = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(texts));
    }

    /** One text without a file, such as one sent by an editor. */
    public static Sources of(String name, String text, Path folder) {
        var texts = new LinkedHashMap<String, String>();
        texts.put(name, text);
        return new Sources(folder, texts);
    }

    /** Name of the file itself. */
    public String main() {
        return texts.firstEntry().getKey();
    }

    @Override
    public String toString() {
        return folder + " " + texts.keySet();
    }
}
