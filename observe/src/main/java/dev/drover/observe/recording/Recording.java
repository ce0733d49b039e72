package dev.drover.observe.recording;

import dev.drover.observe.capture.Content;
import dev.drover.observe.capture.Tree;
import dev.drover.plane.Ticker;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * A recording, played back frame by frame: after {@link #next} it is the tree of that moment, and its ticker tells that time.
 * Recordings one behind the other are one: what a later one has from before the end of the earlier one is not told again.
 *
 * <p>Whatever the file holds, it ends in a frame, at the end, or in {@link Damaged}.
 */
public final class Recording implements Tree {
    private final DataInputStream in;
    private final Map<String, Content> state = new HashMap<>();
    private final Deque<Chunk.Frame> frames = new ArrayDeque<>();
    private Instant at = Instant.EPOCH;
    private long nanos;
    /** What is added to the monotonic clock of the part that is read: each boot and each process has its own. */
    private long shift;

    private boolean started;
    private boolean newPart;
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
        while (true) {
            while (frames.isEmpty()) {
                if (!readChunk()) {
                    return false;
                }
            }
            if (take(frames.remove())) {
                return true;
            }
        }
    }

    /** False if it only tells of times that were told of already. */
    private boolean take(Chunk.Frame frame) throws Damaged {
        frame.changes().forEach(this::apply);
        if (state.size() > Format.MOST_PATHS || stateBytes > Format.LARGEST_STATE) {
            throw new Damaged(
                    offset,
                    "it holds more than " + (Format.LARGEST_STATE >> 20) + " MiB or " + Format.MOST_PATHS
                            + " paths at once");
        }
        if (newPart && started) {
            if (!frame.at().isAfter(at)) {
                return false;
            }
            join(frame);
        }
        newPart = false;
        if (started && frame.nanos() + shift <= nanos) {
            throw new Damaged(offset, "a frame is not later than the one before it");
        }
        started = true;
        at = frame.at();
        nanos = frame.nanos() + shift;
        return true;
    }

    /** Two parts are as far from each other as the wall clock says, unless the monotonic clock nearly agrees: it is the better one. */
    private void join(Chunk.Frame frame) {
        long byWall = Math.max(
                1,
                TimeUnit.MILLISECONDS.toNanos(Duration.between(at, frame.at()).toMillis()));
        long byClock = frame.nanos() + shift - nanos;
        if (byClock <= 0 || Math.abs(byClock - byWall) > TimeUnit.SECONDS.toNanos(2)) {
            shift = nanos + byWall - frame.nanos();
        }
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
            if (length == Format.NEXT_PART) {
                beginPart();
                return true;
            }
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

    /** The head of another recording stands where a chunk would begin. */
    private void beginPart() throws IOException {
        byte[] rest = in.readNBytes(Format.MAGIC.length - Integer.BYTES);
        if (rest.length < Format.MAGIC.length - Integer.BYTES) {
            throw new EOFException();
        }
        if (!Arrays.equals(rest, Arrays.copyOfRange(Format.MAGIC, Integer.BYTES, Format.MAGIC.length))) {
            throw new Damaged(offset, "another recording begins here, but not of version " + Format.MAGIC[7]);
        }
        offset += Format.MAGIC.length;
        state.clear();
        stateBytes = 0;
        newPart = true;
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
