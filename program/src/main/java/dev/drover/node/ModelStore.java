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
 *
 * <p>Files are numbered as they come. That is the generation as well, but for a node that came to a cluster with models of its own:
 * from then on generations are the cluster's.
 */
final class ModelStore {
    /** Generations kept. */
    static final int KEPT = 100;

    private static final Pattern NAME = Pattern.compile("([1-9][0-9]{0,17})\\.json");

    private final Path folder;

    /** Newest first. Only the newest with its texts: a hundred large models would fill the heap. */
    private final Deque<Filed> kept;

    private record Filed(long number, Kept model) {
        Filed inBrief() {
            return new Filed(number, model.inBrief());
        }
    }

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

        /**
         * Grows with each model, and is the same on each node that runs this one: both parts are kept with the model, times
         * never fall from one to the next, and numbers grow.
         */
        long edition() {
            return at.getEpochSecond() + generation;
        }

        /** Without what was written; the names of the files stay. */
        Kept inBrief() {
            var names = new LinkedHashMap<String, String>();
            source.texts().keySet().forEach(name -> names.put(name, ""));
            return new Kept(generation, author, at, how, confirmBy, backTo, new Source(source.folder(), names));
        }
    }

    private ModelStore(Path folder, Deque<Filed> kept) {
        this.folder = folder;
        this.kept = kept;
    }

    static ModelStore open(Path folder) throws Unusable {
        var found = new ArrayList<Filed>();
        Filed newest = null;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                Matcher name = NAME.matcher(file.getFileName().toString());
                if (name.matches()) {
                    long number = Long.parseLong(name.group(1));
                    var read = new Filed(number, read(file, number));
                    newest = newest == null || newest.number() < number ? read : newest;
                    found.add(read.inBrief());
                }
            }
        } catch (IOException e) {
            throw new Unusable("the applied models in " + folder + " cannot be read: " + DataFolder.reason(e));
        }
        found.sort((a, b) -> Long.compare(b.number(), a.number()));
        if (newest != null) {
            found.set(0, newest);
        }
        return new ModelStore(folder, new ArrayDeque<>(found));
    }

    private static Kept read(Path file, long number) throws Unusable {
        try {
            Kept read = Json.read(Files.readAllBytes(file), Kept.class);
            if (read.generation() > 0 && !read.source().texts().isEmpty()) {
                return read;
            }
        } catch (IOException e) {
            // said below
        }
        throw new Unusable(file + " is damaged: it is not a model as Drover writes it\n"
                + "  fix: put it back from a backup, or move it away to go on without model " + number);
    }

    synchronized Optional<Kept> newest() {
        return Optional.ofNullable(kept.peekFirst()).map(Filed::model);
    }

    /** The newest of that generation, read from disk again. */
    Optional<Kept> of(long generation) throws Unusable {
        Optional<Filed> known = find(generation);
        return known.isEmpty()
                ? Optional.empty()
                : Optional.of(read(file(known.get().number()), known.get().number()));
    }

    private synchronized Optional<Filed> find(long generation) {
        return kept.stream().filter(k -> k.model().generation() == generation).findFirst();
    }

    /** Newest first. */
    synchronized List<Kept> all() {
        return kept.stream().map(Filed::model).toList();
    }

    /** The generation after the newest. */
    synchronized long next() {
        return kept.isEmpty() ? 1 : kept.getFirst().model().generation() + 1;
    }

    private synchronized long nextNumber() {
        return kept.isEmpty() ? 1 : kept.getFirst().number() + 1;
    }

    /** Writes all of it to disk, where nobody sees it before {@link Staged#commit}. One at a time. */
    Staged stage(Kept model) throws IOException {
        long number = nextNumber();
        return new Staged(new Filed(number, model), AtomicFile.stage(file(number), Json.bytes(model)));
    }

    /** Replaces the newest by what else is to be said of it. */
    void replaceNewest(Kept model) throws IOException {
        long number = nextNumber() - 1;
        AtomicFile.write(file(number), Json.bytes(model));
        swap(new Filed(number, model));
    }

    private synchronized void swap(Filed model) {
        kept.removeFirst();
        kept.addFirst(model);
    }

    private Path file(long number) {
        return folder.resolve(number + ".json");
    }

    private synchronized void add(Filed model) {
        Filed before = kept.pollFirst();
        if (before != null) {
            kept.addFirst(before.inBrief());
        }
        kept.addFirst(model);
        while (kept.size() > KEPT) {
            long oldest = kept.removeLast().number();
            try {
                Files.deleteIfExists(file(oldest));
            } catch (IOException e) {
                // It is found, and removed with the next one, after a restart.
            }
        }
    }

    /** A model that is on disk and not in force yet. */
    final class Staged {
        private final Filed model;
        private final AtomicFile file;

        private Staged(Filed model, AtomicFile file) {
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
