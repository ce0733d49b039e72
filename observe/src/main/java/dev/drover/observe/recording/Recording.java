package dev.drover.observe.recording;

import dev.drover.observe.capture.Content;
import dev.drover.observe.capture.Tree;
import dev.drover.plane.Ticker;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * A recording, played back frame by frame: after {@link #next} it is the tree of that moment, and its ticker tells that time.
 *
 * <p>Whatever the file holds, it ends in a frame, at the end, or in {@link Damaged}.
 */
public final class Recording implements Tree {
    private final DataInputStream in;
    private final Map<String, Content> state = new HashMap<>();
    private final Deque<Chunk.Frame> frames = new ArrayDeque<>();
    private Instant at = Instant.EPOCH;
    private long nanos;
    private boolean started;
    private boolean cutShort;
    private long offset;
    private long stateBytes;

    /** Reads from here on; the stream is closed with this. */
    public Recording(InputStream in) throws IOException {
        this.in = new DataInputStream(new BufferedInputStream(in, 1 << 16));
        byte[] magic = this.in.readNBytes(Format.MAGIC.length);
        if (magic.length < Format.MAGIC.length || !Arrays.equals(magic, 0, 7, Format.MAGIC, 0, 7)) {
            throw new Damaged(0, "this is no recording (expected: DREC)");
        }
        if (magic[7] != Format.MAGIC[7]) {
            throw new Damaged(7, "a recording of version " + magic[7] + " (expected: version " + Format.MAGIC[7] + ")");
        }
        offset = Format.MAGIC.length;
    }

    /** Goes to the next frame; false behind the last one. */
    public boolean next() throws IOException {
        while (frames.isEmpty()) {
            if (!readChunk()) {
                return false;
            }
        }
        Chunk.Frame frame = frames.remove();
        if (started && frame.nanos() <= nanos) {
            throw new Damaged(offset, "a frame is not later than the one before it");
        }
        started = true;
        at = frame.at();
        nanos = frame.nanos();
        frame.changes().forEach(this::apply);
        if (state.size() > Format.MOST_PATHS || stateBytes > Format.LARGEST_STATE) {
            throw new Damaged(
                    offset,
                    "it holds more than " + (Format.LARGEST_STATE >> 20) + " MiB or " + Format.MOST_PATHS
                            + " paths at once");
        }
        return true;
    }

    private void apply(Chunk.Change change) {
        stateBytes -= size(state.get(change.path()));
        if (change.content() == null) {
            state.remove(change.path());
        } else {
            state.put(change.path(), change.content());
            stateBytes += size(change.content());
        }
    }

    private static long size(@org.jspecify.annotations.Nullable Content content) {
        return content instanceof Content.Text(byte[] bytes) ? bytes.length : 0;
    }

    /** Whether it ended in the middle of a chunk, as when the recorder was killed. */
    public boolean cutShort() {
        return cutShort;
    }

    private boolean readChunk() throws IOException {
        int first = in.read();
        if (first < 0) {
            return false;
        }
        try {
            int length = first << 24 | in.readUnsignedByte() << 16 | in.readUnsignedShort();
            int raw = in.readInt();
            int crc = in.readInt();
            if (length < 0 || raw < 0 || length > Format.LARGEST_CHUNK || raw > Format.LARGEST_CHUNK) {
                throw new Damaged(
                        offset,
                        "a chunk of " + length + " bytes, " + raw + " inflated (expected: at most "
                                + Format.LARGEST_CHUNK + ")");
            }
            byte[] deflated = in.readNBytes(length);
            if (deflated.length < length) {
                throw new EOFException();
            }
            frames.addAll(Chunk.read(inflated(deflated, raw, crc), offset).frames());
            offset += 12L + length;
            return true;
        } catch (EOFException e) {
            cutShort = true;
            return false;
        }
    }

    private byte[] inflated(byte[] deflated, int length, int crc) throws Damaged {
        var sum = new CRC32();
        sum.update(deflated);
        if ((int) sum.getValue() != crc) {
            throw new Damaged(offset, "the checksum of a chunk does not fit its bytes");
        }
        try (var inflater = new Inflater(true)) {
            inflater.setInput(deflated);
            byte[] raw = new byte[length];
            int at = 0;
            while (at < length) {
                int more = inflater.inflate(raw, at, length - at);
                if (more == 0) {
                    throw new Damaged(offset, "a chunk inflates to " + at + " bytes (expected: " + length + ")");
                }
                at += more;
            }
            return raw;
        } catch (DataFormatException e) {
            throw new Damaged(offset, "a chunk cannot be inflated: " + e.getMessage());
        }
    }

    @Override
    public Content read(String path) {
        Content content = state.get(path);
        return content == null ? new Content.Unreadable("not in the recording") : content;
    }

    /** The time of the frame that is played. */
    public Ticker ticker() {
        return Ticker.of(() -> nanos, () -> at);
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            // It was only read.
        }
    }
}
