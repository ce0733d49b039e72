package dev.drover.observe.recording;

import dev.drover.observe.capture.Content;
import dev.drover.observe.capture.Tree;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The frames of one inflated chunk, in order. */
record Chunk(List<Frame> frames) {
    /** A moment and the paths that changed since the one before. */
    record Frame(Instant at, long nanos, List<Change> changes) {}

    /**
     * What became of a path.
     *
     * @param content null if it is gone
     */
    record Change(String path, @Nullable Content content) {}

    /** Reads it whole, or says what is wrong. */
    static Chunk read(byte[] raw, long offset) throws Damaged {
        return new Reading(ByteBuffer.wrap(raw), offset).chunk();
    }

    private record Reading(ByteBuffer in, long offset) {
        Chunk chunk() throws Damaged {
            int count = number(Format.MOST_FRAMES, "frames");
            var frames = new ArrayList<Frame>();
            for (int i = 0; i < count; i++) {
                frames.add(new Frame(instant(), monotonic(), new ArrayList<>()));
            }
            int paths = number(Format.MOST_PATHS, "paths");
            for (int i = 0; i < paths; i++) {
                String path = new String(text(Format.LONGEST_PATH, "a path"), StandardCharsets.UTF_8);
                int changes = number(count, "changes of a path");
                for (int j = 0; j < changes; j++) {
                    Frame frame = frames.get(number(count - 1, "a frame's number"));
                    frame.changes.add(new Change(path, content()));
                }
            }
            if (in.hasRemaining()) {
                throw bad("bytes are left behind its last path");
            }
            return new Chunk(List.copyOf(frames));
        }

        private Instant instant() throws Damaged {
            need(12);
            long second = in.getLong();
            int nano = in.getInt();
            if (second < 0 || second > 1L << 40 || nano < 0 || nano > 999_999_999) {
                throw bad("a frame's time is out of range");
            }
            return Instant.ofEpochSecond(second, nano);
        }

        private long monotonic() throws Damaged {
            need(8);
            return in.getLong();
        }

        private @Nullable Content content() throws Damaged {
            need(1);
            return switch (in.get()) {
                case Format.TEXT -> new Content.Text(text(Tree.LARGEST, "a content"));
                case Format.UNREADABLE ->
                    new Content.Unreadable(new String(text(Format.LONGEST_PATH, "a reason"), StandardCharsets.UTF_8));
                case Format.GONE -> null;
                default -> throw bad("an unknown kind of change");
            };
        }

        private byte[] text(int most, String what) throws Damaged {
            int length = number(most, "bytes of " + what);
            need(length);
            byte[] bytes = new byte[length];
            in.get(bytes);
            return bytes;
        }

        private int number(int most, String what) throws Damaged {
            long value = 0;
            for (int shift = 0; shift <= 28; shift += 7) {
                need(1);
                int group = in.get();
                value |= (long) (group & 0x7F) << shift;
                if (group >= 0) {
                    if (value > most) {
                        throw bad(value + " " + what + " (expected: at most " + most + ")");
                    }
                    return (int) value;
                }
            }
            throw bad("a number of more than 35 bits");
        }

        private void need(int bytes) throws Damaged {
            if (in.remaining() < bytes) {
                throw bad("it ends too early");
            }
        }

        private Damaged bad(String what) {
            return new Damaged(offset, "in the chunk that begins here: " + what);
        }
    }
}
