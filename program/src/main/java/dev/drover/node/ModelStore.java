package dev.drover.node;

import dev.drover.admin.Json;
import dev.drover.plane.control.Source;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Every model that was applied, one file each, the newest being the one in force. A file is complete on disk before it has its
 * name, so that a crash at any moment leaves the model before or the model after.
 */
final class ModelStore {
    /** Generations kept. */
    static final int KEPT = 100;

    private static final Pattern NAME = Pattern.compile("([1-9][0-9]{0,17})\\.json");

    private final Path folder;

    /** Newest first. Only the newest with its texts: a hundred large models would fill the heap. */
    private final Deque<Kept> kept;

    /**
     * One applied model.
     *
     * @param confirmBy when {@code backTo} comes back; null once it is for good
     * @param backTo generation that ran before; 0 for the first
     */
    record Kept(
            long generation,
            String author,
            Instant at,
            String how,
            @Nullable Instant confirmBy,
            long backTo,
            Source source) {
        Kept confirmed(String by) {
            return new Kept(generation, author, at, how + ", confirmed by " + by, null, backTo, source);
        }

        /** Without what was written; the names of the files stay. */
        Kept inBrief() {
            var names = new LinkedHashMap<String, String>();
            source.texts().keySet().forEach(name -> names.put(name, ""));
            return new Kept(generation, author, at, how, confirmBy, backTo, new Source(source.folder(), names));
        }
    }

    private ModelStore(Path folder, Deque<Kept> kept) {
        this.folder = folder;
        this.kept = kept;
    }

    static ModelStore open(Path folder) throws Unusable {
        var found = new ArrayList<Kept>();
        Kept newest = null;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                Matcher name = NAME.matcher(file.getFileName().toString());
                if (name.matches()) {
                    Kept read = read(file, Long.parseLong(name.group(1)));
                    newest = newest == null || newest.generation() < read.generation() ? read : newest;
                    found.add(read.inBrief());
                }
            }
        } catch (IOException e) {
            throw new Unusable("the applied models in " + folder + " cannot be read: " + DataFolder.reason(e));
        }
        found.sort((a, b) -> Long.compare(b.generation(), a.generation()));
        if (newest != null) {
            found.set(0, newest);
        }
        return new ModelStore(folder, new ArrayDeque<>(found));
    }

    private static Kept read(Path file, long generation) throws Unusable {
        try {
            Kept read = Json.read(Files.readAllBytes(file), Kept.class);
            if (read.generation() == generation && !read.source().texts().isEmpty()) {
                return read;
            }
        } catch (IOException e) {
            // said below
        }
        throw new Unusable(file + " is damaged: it is not a model as Drover writes it\n"
                + "  fix: put it back from a backup, or move it away to go on without generation " + generation);
    }

    synchronized Optional<Kept> newest() {
        return Optional.ofNullable(kept.peekFirst());
    }

    /** One of them, read from disk again. */
    Optional<Kept> of(long generation) throws Unusable {
        boolean known = all().stream().anyMatch(k -> k.generation() == generation);
        return known ? Optional.of(read(file(generation), generation)) : Optional.empty();
    }

    /** Newest first. */
    synchronized List<Kept> all() {
        return List.copyOf(kept);
    }

    synchronized long next() {
        return kept.isEmpty() ? 1 : kept.getFirst().generation() + 1;
    }

    /** Writes all of it to disk, where nobody sees it before {@link Staged#commit}. */
    Staged stage(Kept model) throws IOException {
        return new Staged(model, AtomicFile.stage(file(model.generation()), Json.bytes(model)));
    }

    /** Replaces what was kept of a generation. */
    void replace(Kept model) throws IOException {
        AtomicFile.write(file(model.generation()), Json.bytes(model));
        swap(model);
    }

    private synchronized void swap(Kept model) {
        var rest = kept.stream()
                .map(k -> k.generation() == model.generation() ? model : k)
                .toList();
        kept.clear();
        kept.addAll(rest);
    }

    private Path file(long generation) {
        return folder.resolve(generation + ".json");
    }

    private synchronized void add(Kept model) {
        Kept before = kept.pollFirst();
        if (before != null) {
            kept.addFirst(before.inBrief());
        }
        kept.addFirst(model);
        while (kept.size() > KEPT) {
            long oldest = kept.removeLast().generation();
            try {
                Files.deleteIfExists(file(oldest));
            } catch (IOException e) {
                // It is found, and removed with the next one, after a restart.
            }
        }
    }

    /** A model that is on disk and not in force yet. */
    final class Staged {
        private final Kept model;
        private final AtomicFile file;

        private Staged(Kept model, AtomicFile file) {
            this.model = model;
            this.file = file;
        }

        void commit() throws IOException {
            file.commit();
            add(model);
        }

        void discard() {
            file.discard();
        }
    }
}
