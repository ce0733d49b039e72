package dev.drover.observe.recording;

import dev.drover.observe.capture.Content;
import dev.drover.observe.capture.Tree;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * A tree that writes down what is read from the tree behind it. The outputs are closed by whoever opened them.
 *
 * <p>If an output fails, what it should have taken is lost; {@link #continueIn} another one starts anew with everything known.
 */
public final class Recorder implements Tree {
    /** The highest takes three times as long for a fiftieth less. */
    private static final int LEVEL = 6;

    private static final int FORGOTTEN_AFTER = 120;
    /** To look through all that is known takes its time. */
    private static final int LOOKED_AFTER = 10;

    private static final String PROCESSES = "/proc/";
    private static final byte[] NOTHING = {};

    private final Tree tree;
    private final int level;
    private final int framesInChunk;
    private OutputStream out;
    private final Map<String, Known> known = new HashMap<>();
    private final Draft draft = new Draft();
    private long round;
    private int part;
    private boolean begins;
    private byte[] processes = {};

    private static final class Known {
        private int kind = -1;
        private byte[] bytes = {};
        private long round;
        private int part = -1;
    }

    /** Writes the head of the file at once. */
    public Recorder(Tree tree, OutputStream out) throws IOException {
        this(tree, out, LEVEL, Format.FRAMES);
    }

    /**
     * As the other one.
     *
     * @param level of deflate, from 1 to 9
     * @param framesInChunk more are smaller and lose more in a crash
     */
    public Recorder(Tree tree, OutputStream out, int level, int framesInChunk) throws IOException {
        this.tree = tree;
        this.level = level;
        this.framesInChunk = framesInChunk;
        this.out = out;
        out.write(Format.MAGIC);
        out.flush();
    }

    /** Ends this file and begins another, which needs nothing of the one before. */
    public void continueIn(OutputStream next) throws IOException {
        try {
            flush();
        } finally {
            out = next;
            part++;
            begins = true;
        }
        next.write(Format.MAGIC);
        next.flush();
    }

    /** Takes a frame of everything that another recorder knows now, as if it had been read. */
    public void take(Recorder other, Instant at, long nanos) throws IOException {
        nextRound(at, nanos);
        other.known.forEach((path, one) -> note(path, one.kind, one.bytes));
        forget(0);
        endFrame();
    }

    @Override
    public void nextRound(Instant at, long nanos) {
        tree.nextRound(at, nanos);
        draft.begin(at, nanos);
        round++;
    }

    @Override
    public Content read(String path) {
        Content content = tree.read(path);
        switch (content) {
            case Content.Text(byte[] text) -> {
                note(path, Format.TEXT, text);
                processes = path.equals(PROCESSES) ? text : processes;
            }
            case Content.Unreadable(String why) -> note(path, Format.UNREADABLE, why.getBytes(StandardCharsets.UTF_8));
        }
        return content;
    }

    private void note(String path, int kind, byte[] content) {
        Known before = known.computeIfAbsent(path, p -> new Known());
        before.round = round;
        if (before.part != part
                || before.kind != kind
                || (before.bytes != content && !Arrays.equals(before.bytes, content))) {
            before.part = part;
            before.kind = kind;
            before.bytes = content;
            draft.add(path, kind, content);
        }
    }

    /** Ends a frame; now and then this writes a chunk. */
    public void endFrame() throws IOException {
        if (round % LOOKED_AFTER == 0) {
            forget(FORGOTTEN_AFTER);
        }
        if (begins) {
            begins = false;
            known.forEach(this::repeat);
        }
        if (draft.frames() >= framesInChunk || draft.bytes() >= Format.BYTES) {
            flush();
        }
    }

    /** A part needs nothing of the one before: what did not change stands in its first frame. */
    private void repeat(String path, Known one) {
        if (one.part != part) {
            one.part = part;
            draft.add(path, one.kind, one.bytes);
        }
    }

    /** What nobody has read for so long. What a process has is read again only when it runs, and kept as long as it lives. */
    private void forget(int rounds) {
        Set<String> alive = new HashSet<>(Arrays.asList(new String(processes, StandardCharsets.UTF_8).split("\n", -1)));
        known.entrySet().removeIf(e -> {
            long age = round - e.getValue().round;
            boolean forgotten = age > 0 && age > (rounds == 0 ? 0 : keptFor(e.getKey(), alive, rounds));
            if (forgotten) {
                draft.add(e.getKey(), Format.GONE, NOTHING);
            }
            return forgotten;
        });
    }

    private static long keptFor(String path, Set<String> alive, int otherwise) {
        int from = PROCESSES.length();
        int end = path.indexOf('/', from);
        if (alive.size() < 2 || end < 0 || !path.startsWith(PROCESSES) || !Character.isDigit(path.charAt(from))) {
            return otherwise;
        }
        boolean ofItself = path.indexOf('/', end + 1) < 0;
        return !alive.contains(path.substring(from, end)) ? 0 : ofItself ? Long.MAX_VALUE : otherwise;
    }

    /** Writes what is not written yet. */
    public void flush() throws IOException {
        if (draft.frames() > 0) {
            out.write(draft.finish(level));
            out.flush();
        }
    }

    @Override
    public void close() {
        tree.close();
    }
}
