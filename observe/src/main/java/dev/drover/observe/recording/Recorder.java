package dev.drover.observe.recording;

import dev.drover.observe.capture.Content;
import dev.drover.observe.capture.Tree;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * A tree that writes down what is read from the tree behind it. The outputs are closed by whoever opened them.
 *
 * <p>If an output fails, what it should have taken is lost; {@link #continueIn} another one starts anew with everything known.
 */
public final class Recorder implements Tree {
    private static final int FORGOTTEN_AFTER = 120;
    private static final int HEAD = 12;

    private final Tree tree;
    private final int level;
    private final int framesInChunk;
    private OutputStream out;
    private final Map<String, Known> known = new HashMap<>();
    private final List<Moment> frames = new ArrayList<>();
    private final Map<String, List<Change>> changes = new TreeMap<>();
    private int bytes;
    private long round;
    private int part;

    private record Moment(Instant at, long nanos) {}

    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Change(int frame, int kind, byte[] bytes) {}

    private static final class Known {
        private int kind = -1;
        private byte[] bytes = {};
        private long round;
        private int part = -1;
    }

    /** Writes the head of the file at once. */
    public Recorder(Tree tree, OutputStream out) throws IOException {
        this(tree, out, Deflater.BEST_COMPRESSION, Format.FRAMES);
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
        frames.add(new Moment(at, nanos));
        round++;
    }

    @Override
    public Content read(String path) {
        Content content = tree.read(path);
        switch (content) {
            case Content.Text(byte[] text) -> note(path, Format.TEXT, text);
            case Content.Unreadable(String why) -> note(path, Format.UNREADABLE, why.getBytes(StandardCharsets.UTF_8));
        }
        return content;
    }

    private void note(String path, int kind, byte[] content) {
        Known before = known.computeIfAbsent(path, p -> new Known());
        before.round = round;
        if (before.part != part || before.kind != kind || !Arrays.equals(before.bytes, content)) {
            before.part = part;
            before.kind = kind;
            before.bytes = content;
            add(path, kind, content);
        }
    }

    /** A path that is read twice in a frame is kept as it was last. */
    private void add(String path, int kind, byte[] content) {
        List<Change> all = changes.computeIfAbsent(path, p -> new ArrayList<>());
        if (!all.isEmpty() && all.getLast().frame == frames.size() - 1) {
            all.removeLast();
        }
        all.add(new Change(frames.size() - 1, kind, content));
        bytes += content.length;
    }

    /** Ends a frame; now and then this writes a chunk. */
    public void endFrame() throws IOException {
        forget(FORGOTTEN_AFTER);
        known.forEach((path, one) -> {
            if (one.part != part) {
                one.part = part;
                add(path, one.kind, one.bytes);
            }
        });
        if (frames.size() >= framesInChunk || bytes >= Format.BYTES) {
            flush();
        }
    }

    private void forget(int rounds) {
        known.entrySet().removeIf(e -> {
            boolean forgotten = e.getValue().round < round - rounds;
            if (forgotten) {
                add(e.getKey(), Format.GONE, new byte[0]);
            }
            return forgotten;
        });
    }

    /** Writes what is not written yet. */
    public void flush() throws IOException {
        if (!frames.isEmpty()) {
            write(out);
        }
    }

    private void write(OutputStream to) throws IOException {
        byte[] raw = chunk();
        frames.clear();
        changes.clear();
        bytes = 0;
        byte[] deflated = deflated(raw);
        var crc = new CRC32();
        crc.update(deflated);
        to.write(ByteBuffer.allocate(HEAD + deflated.length)
                .putInt(deflated.length)
                .putInt(raw.length)
                .putInt((int) crc.getValue())
                .put(deflated)
                .array());
        to.flush();
    }

    private byte[] chunk() throws IOException {
        var raw = new ByteArrayOutputStream(bytes + 64 * changes.size());
        var data = new DataOutputStream(raw);
        number(data, frames.size());
        for (Moment frame : frames) {
            data.writeLong(frame.at.getEpochSecond());
            data.writeInt(frame.at.getNano());
            data.writeLong(frame.nanos);
        }
        number(data, changes.size());
        for (var path : changes.entrySet()) {
            text(data, path.getKey().getBytes(StandardCharsets.UTF_8));
            number(data, path.getValue().size());
            for (Change change : path.getValue()) {
                number(data, change.frame);
                data.writeByte(change.kind);
                if (change.kind != Format.GONE) {
                    text(data, change.bytes);
                }
            }
        }
        return raw.toByteArray();
    }

    private static void text(DataOutputStream data, byte[] bytes) throws IOException {
        number(data, bytes.length);
        data.write(bytes);
    }

    private static void number(DataOutputStream data, int value) throws IOException {
        int rest = value;
        while (rest >= 0x80) {
            data.writeByte(rest | 0x80);
            rest >>>= 7;
        }
        data.writeByte(rest);
    }

    private byte[] deflated(byte[] raw) {
        try (var deflater = new Deflater(level, true)) {
            deflater.setInput(raw);
            deflater.finish();
            var out = new ByteArrayOutputStream(raw.length / 4 + 64);
            byte[] piece = new byte[8192];
            while (!deflater.finished()) {
                out.write(piece, 0, deflater.deflate(piece));
            }
            return out.toByteArray();
        }
    }

    @Override
    public void close() {
        tree.close();
    }
}
