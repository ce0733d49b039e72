package dev.drover.observe.fleet;

import dev.drover.observe.capture.Frame;
import dev.drover.observe.counter.Printable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What {@code collect.sh} prints, frame by frame; its first lines describe the format. Whatever a host sends, this neither throws
 * anything but {@link IOException} nor holds more than {@link #MOST_BYTES} of a frame, its paths among them, nor more of all that is not
 * let go yet than its part of the {@link Room}.
 */
final class Frames {
    static final int MOST_BYTES = 32 << 20;
    /** What a path or a line of a tool takes in memory beside its bytes, about. */
    private static final int OVERHEAD = 96;

    private static final int LONGEST_WORD = 64;
    private static final int LONGEST_LINE = 1 << 20;
    private static final int LONGEST_PATH = 4096;
    /** What a shell may print before the script begins. */
    private static final int LONGEST_GREETING = 1 << 20;

    private static final int PIECE = 1 << 16;

    private final InputStream in;
    private final Room.Part room;
    private final byte[] mark;
    private final byte[] piece = new byte[PIECE];
    private int at;
    private int end;
    private byte[] line = new byte[4096];
    private int length;

    private @Nullable Hello hello;
    private boolean ended;

    private NavigableMap<String, byte[]> files = new TreeMap<>();
    private Optional<NavigableMap<String, byte[]>> often = Optional.empty();
    private Map<String, List<String>> printed = new HashMap<>();
    private long nanos = -1;
    private int bytes;
    /** Of this frame, what is told often, once what is told seldom begins. */
    private int bytesOften;
    /** What was told last is held until it is told again. */
    private int bytesBefore;

    private int seldomBefore;
    private byte[] pathBefore = {};
    private byte[] content = {};
    private int filled;

    /**
     * What a host says of itself first.
     *
     * @param system such as {@code Linux}
     */
    record Hello(boolean zeros, String system, int user) {}

    /**
     * One frame.
     *
     * @param nanos by the clock of the host, since it began to run
     * @param bytes what it takes in memory, about
     */
    record Told(long nanos, Frame frame, int bytes) {}

    /** A host tells more than can be held. */
    static final class TooMuch extends IOException {
        private static final long serialVersionUID = 1;

        TooMuch(String what) {
            super(what);
        }
    }

    Frames(InputStream in, String token, Room.Part room) {
        this.in = in;
        this.room = room;
        this.mark = ("@" + token + " ").getBytes(StandardCharsets.US_ASCII);
    }

    /** Empty if the host never said that the script runs. */
    Optional<Hello> hello() throws IOException {
        int greeting = 0;
        while (hello == null && greeting < LONGEST_GREETING && nextLine()) {
            greeting += length + 1;
            if (isMark()) {
                begin(words());
            }
        }
        return Optional.ofNullable(hello);
    }

    private void begin(String[] words) {
        if (words.length == 4 && words[0].equals("begin")) {
            hello = new Hello(words[1].equals("0"), Printable.of(words[2], LONGEST_WORD), number(words[3]));
        }
    }

    private static int number(String word) {
        return word.matches("\\d{1,9}") ? Integer.parseInt(word) : -1;
    }

    /** Whether the script came to its end. */
    boolean ended() {
        return ended;
    }

    /** The next whole frame; empty if there is none. */
    Optional<Told> next() throws IOException {
        while (!ended && nextLine()) {
            if (isMark()) {
                Optional<Told> whole = section(words());
                if (whole.isPresent()) {
                    return whole;
                }
            } else if (nanos >= 0 && length > 0) {
                take();
            }
        }
        return Optional.empty();
    }

    private Optional<Told> section(String[] words) throws IOException {
        close();
        switch (words[0]) {
            case "round" -> {
                files = new TreeMap<>();
                often = Optional.empty();
                printed = new HashMap<>();
                bytes = 0;
                hold();
                nanos = words.length > 1 ? uptime(words[1]) : -1;
            }
            case "seldom" -> {
                often = Optional.of(files);
                bytesOften = bytes;
                files = new TreeMap<>();
            }
            case "done" -> {
                if (nanos >= 0) {
                    var told = new Told(
                            nanos,
                            often.isPresent()
                                    ? new Frame(often.get(), Optional.of(files), Map.copyOf(printed))
                                    : new Frame(files, Optional.empty(), Map.copyOf(printed)),
                            bytes);
                    bytesBefore = often.isPresent() ? bytesOften : bytes;
                    seldomBefore = often.isPresent() ? bytes - bytesOften : seldomBefore;
                    nanos = -1;
                    return Optional.of(told);
                }
            }
            case "end" -> ended = true;
            default -> throw new IOException("it sends what this version of Drover did not ask for");
        }
        return Optional.empty();
    }

    /** {@code 23356.08}, in seconds. */
    private static long uptime(String word) {
        if (!word.matches("\\d{1,9}\\.\\d{1,9}")) {
            return -1;
        }
        int point = word.indexOf('.');
        String fraction = (word.substring(point + 1) + "000000000").substring(0, 9);
        return Long.parseLong(word.substring(0, point)) * 1_000_000_000L + Long.parseLong(fraction);
    }

    private boolean isMark() {
        return length >= mark.length && Arrays.equals(line, 0, mark.length, mark, 0, mark.length);
    }

    private String[] words() {
        return text(mark.length, length).strip().split(" ", 10);
    }

    private String text(int from, int to) {
        return new String(line, from, to - from, StandardCharsets.UTF_8);
    }

    private void take() throws IOException {
        switch (line[0]) {
            case '/' -> fileLine();
            case '+' -> {
                int blank = indexOf((byte) ' ');
                if (blank > 1 && text(1, blank).startsWith("/drover/fds/")) {
                    close();
                    count(length + OVERHEAD);
                    files.put(text(1, blank), Arrays.copyOfRange(line, blank + 1, length));
                }
            }
            case '=' -> {
                int blank = indexOf((byte) ' ');
                if (blank > 1) {
                    count(length + OVERHEAD);
                    printed.computeIfAbsent(text(1, blank), tool -> new ArrayList<>())
                            .add(text(blank + 1, length));
                }
            }
            default -> count(length); // a message of some program
        }
    }

    private void fileLine() throws IOException {
        byte separator = hello != null && hello.zeros ? 0 : (byte) ':';
        int split = indexOf(separator);
        if (split < 0 || split > LONGEST_PATH) {
            return;
        }
        if (!Arrays.equals(line, 0, split, pathBefore, 0, pathBefore.length)) {
            close();
            count(split + OVERHEAD);
            pathBefore = Arrays.copyOf(line, split);
        }
        int more = length - split - 1;
        count(more + 1);
        if (content.length < filled + more + 1) {
            content = Arrays.copyOf(content, Math.max(4096, 2 * (filled + more + 1)));
            hold();
        }
        System.arraycopy(line, split + 1, content, filled, more);
        filled += more;
        content[filled++] = '\n';
    }

    /** The lines of one file come one after the other; the first of two files of one name counts. */
    private void close() {
        if (pathBefore.length > 0) {
            String path = new String(pathBefore, StandardCharsets.UTF_8);
            // The only file that is read and has no line end of its own.
            int whole = path.endsWith("/wchan") ? filled - 1 : filled;
            if (path.startsWith("/proc/") || path.startsWith("/sys/")) {
                files.putIfAbsent(path, Arrays.copyOf(content, whole));
            }
        }
        pathBefore = new byte[0];
        filled = 0;
        if (content.length > LONGEST_LINE) {
            content = new byte[0];
        }
    }

    private void count(int more) throws IOException {
        bytes += more + 1;
        if (bytes > MOST_BYTES) {
            throw new TooMuch("it sends more than " + (MOST_BYTES >> 20) + " MiB a second");
        }
        hold();
    }

    private void hold() throws IOException {
        if (!room.hold((long) bytes + bytesBefore + seldomBefore + content.length)) {
            throw new TooMuch("it sends more than there is room for, " + (Room.SHARED >> 20)
                    + " MiB for all hosts that are watched at once");
        }
    }

    private int indexOf(byte wanted) {
        for (int i = 0; i < length; i++) {
            if (line[i] == wanted) {
                return i;
            }
        }
        return -1;
    }

    /** Takes the next line into {@code line}; a line without an end is none. What is longer than a line may be is dropped. */
    private boolean nextLine() throws IOException {
        length = 0;
        while (true) {
            if (at == end) {
                at = 0;
                end = in.read(piece, 0, PIECE);
                if (end < 0) {
                    end = 0;
                    return false;
                }
            }
            int from = at;
            while (at < end && piece[at] != '\n') {
                at++;
            }
            append(from, at);
            if (at < end) {
                at++;
                return true;
            }
        }
    }

    private void append(int from, int to) {
        int more = Math.min(to - from, LONGEST_LINE - length);
        if (length + more > line.length) {
            line = Arrays.copyOf(line, Math.max(line.length * 2, length + more));
        }
        System.arraycopy(piece, from, line, length, more);
        length += more;
    }
}
