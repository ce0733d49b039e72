package dev.drover.observe.recording;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/**
 * A chunk that is not written yet: its frames, and what changed in each.
 *
 * <p>Bytes are copied into pages that serve for one chunk after the other. A node records as long as it runs: arrays of their own
 * would live just long enough to be promoted, and fill the old generation with garbage.
 */
final class Draft {
    private static final int HEAD = 12;
    private static final int PAGE = 64 << 10;
    /** More of them are not kept for the next chunk: the first one of a file is far larger than the others. */
    private static final int SPARE = 12;

    private static final int BUFFER = 16 << 10;

    private final List<Moment> frames = new ArrayList<>();
    private final Map<String, Track> tracks = new HashMap<>();
    private final List<byte[]> pages = new ArrayList<>();
    private int end;

    private record Moment(Instant at, long nanos) {}

    /** The changes of one path: of each its frame, kind, place in the pages, and length. */
    private static final class Track {
        private static final int FIELDS = 4;

        private int[] fields = new int[FIELDS];
        private int used;

        int count() {
            return used / FIELDS;
        }

        int frame(int change) {
            return fields[change * FIELDS];
        }

        int kind(int change) {
            return fields[change * FIELDS + 1];
        }

        int place(int change) {
            return fields[change * FIELDS + 2];
        }

        int length(int change) {
            return fields[change * FIELDS + 3];
        }

        /** What is told twice in a frame is kept as it was told last. */
        void add(int frame, int kind, int place, int length) {
            if (used > 0 && frame(count() - 1) == frame) {
                used -= FIELDS;
            }
            if (used == fields.length) {
                fields = Arrays.copyOf(fields, used * 2);
            }
            fields[used++] = frame;
            fields[used++] = kind;
            fields[used++] = place;
            fields[used++] = length;
        }
    }

    void begin(Instant at, long nanos) {
        frames.add(new Moment(at, nanos));
    }

    int frames() {
        return frames.size();
    }

    /** Bytes of all that changed. */
    int bytes() {
        return end;
    }

    /** In the newest frame. */
    void add(String path, int kind, byte[] content) {
        tracks.computeIfAbsent(path, p -> new Track()).add(frames.size() - 1, kind, end, content.length);
        for (int from = 0; from < content.length; ) {
            if (end / PAGE == pages.size()) {
                pages.add(new byte[PAGE]);
            }
            int length = Math.min(content.length - from, PAGE - end % PAGE);
            System.arraycopy(content, from, pages.get(end / PAGE), end % PAGE, length);
            from += length;
            end += length;
        }
    }

    /** The chunk with its head, as {@link Format} says; then it begins anew. */
    byte[] finish(int level) throws IOException {
        var deflated = new ByteArrayOutputStream(end / 8 + HEAD + 64);
        deflated.write(new byte[HEAD]);
        int raw;
        try (var deflater = new Deflater(level, true)) {
            try (var out = new DataOutputStream(
                    new BufferedOutputStream(new DeflaterOutputStream(deflated, deflater), BUFFER))) {
                write(out);
            }
            raw = (int) deflater.getBytesRead();
        }
        clear();
        byte[] chunk = deflated.toByteArray();
        var crc = new CRC32();
        crc.update(chunk, HEAD, chunk.length - HEAD);
        ByteBuffer.wrap(chunk).putInt(chunk.length - HEAD).putInt(raw).putInt((int) crc.getValue());
        return chunk;
    }

    private void write(DataOutputStream out) throws IOException {
        number(out, frames.size());
        for (Moment frame : frames) {
            out.writeLong(frame.at.getEpochSecond());
            out.writeInt(frame.at.getNano());
            out.writeLong(frame.nanos);
        }
        List<Map.Entry<String, Track>> changed = tracks.entrySet().stream()
                .filter(e -> e.getValue().used > 0)
                .sorted(Map.Entry.comparingByKey())
                .toList();
        number(out, changed.size());
        for (Map.Entry<String, Track> path : changed) {
            byte[] name = path.getKey().getBytes(StandardCharsets.UTF_8);
            number(out, name.length);
            out.write(name);
            write(out, path.getValue());
        }
    }

    private void write(DataOutputStream out, Track track) throws IOException {
        number(out, track.count());
        for (int i = 0; i < track.count(); i++) {
            number(out, track.frame(i));
            out.writeByte(track.kind(i));
            if (track.kind(i) != Format.GONE) {
                number(out, track.length(i));
                copy(track.place(i), track.length(i), out);
            }
        }
    }

    private void copy(int place, int length, DataOutputStream out) throws IOException {
        int at = place;
        while (at < place + length) {
            int some = Math.min(place + length - at, PAGE - at % PAGE);
            out.write(pages.get(at / PAGE), at % PAGE, some);
            at += some;
        }
    }

    private static void number(DataOutputStream out, int value) throws IOException {
        int rest = value;
        while (rest >= 0x80) {
            out.writeByte(rest | 0x80);
            rest >>>= 7;
        }
        out.writeByte(rest);
    }

    /** Paths that did not change in this chunk are left out of the next. */
    private void clear() {
        frames.clear();
        tracks.values().removeIf(track -> track.used == 0);
        tracks.values().forEach(track -> track.used = 0);
        end = 0;
        if (pages.size() > SPARE) {
            pages.subList(SPARE, pages.size()).clear();
        }
    }
}
