package dev.drover.observe.capture;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The tree of this machine. A file that is read round after round stays open and is read again from its start, which saves the
 * kernel the walk along the path; a file that is not read any more is closed after a few rounds. What has not changed is answered by
 * the same object as before, so that nobody has to keep it twice, or to understand it again.
 *
 * <p>Without rounds everything is read anew each time. Reads go in pieces of 8 KiB, which the JDK passes to the kernel from its stack.
 * For one thread at a time.
 */
public final class LiveTree implements Tree {
    private static final int PIECE = 8192;
    /**
     * So short a first answer is all of the file: the kernel fills a page with lines before it answers, and stops early only for a
     * line longer than the rest of the page (seq_file).
     */
    private static final int SURELY_ALL = 1024;

    private static final int IDLE_ROUNDS = 12;
    private static final int MOST_OPEN = 3000;
    private static final int PART = 8;

    private final Map<String, Known> known = new HashMap<>();
    private final Asked asked = new Asked(this);
    private byte[] buffer = new byte[4 * PIECE];
    private int mostOpen = -1;
    private int open;
    private int round;

    private static final class Known {
        private final int pace;
        private @Nullable RandomAccessFile file;
        private Content last = new Content.Unreadable("not read yet");
        /** The round in which it was read. */
        private int read = -1;
        /** The round in which somebody asked for it. */
        private int wanted;

        Known(String path) {
            pace = Pace.of(path);
        }
    }

    @Override
    public void nextRound(Instant at, long nanos) {
        round++;
        if (round % IDLE_ROUNDS == 0) {
            known.values().removeIf(k -> k.wanted < round - IDLE_ROUNDS && forget(k));
        }
    }

    private boolean forget(Known one) {
        RandomAccessFile file = one.file;
        if (file != null) {
            one.file = null;
            open--;
            shut(file);
        }
        return true;
    }

    @Override
    public Content read(String path) {
        Known one = known.get(path);
        if (one == null) {
            one = new Known(path);
            known.put(path, one);
        } else if (round > 0 && round < one.read + paceOf(path, one)) {
            one.wanted = round;
            return one.last;
        }
        boolean again = one.read >= 0;
        one.wanted = round;
        one.read = round;
        one.last = path.startsWith("/drover/")
                ? same(one.last, asked.read(path))
                : path.endsWith("/") ? same(one.last, Folders.names(path)) : text(path, one, again);
        return one.last;
    }

    private static int paceOf(String path, Known one) {
        return one.last instanceof Content.Unreadable ? Pace.ofMissing(path) : one.pace;
    }

    private static Content same(Content before, Content now) {
        return before instanceof Content.Text(byte[] old)
                        && now instanceof Content.Text(byte[] bytes)
                        && Arrays.equals(old, bytes)
                ? before
                : now;
    }

    private Content text(String path, Known one, boolean again) {
        RandomAccessFile file = one.file;
        if (file != null) {
            try {
                file.seek(0);
                return drain(file, one.last);
            } catch (IOException e) {
                forget(one); // its process has ended; another may have taken its number
            }
        }
        return opened(path, one, again);
    }

    /** A file that is read for the second time stays open. */
    private Content opened(String path, Known one, boolean again) {
        try {
            var file = new RandomAccessFile(path, "r");
            try {
                Content content = drain(file, one.last);
                if (again && one.pace == Pace.EACH_ROUND && open < mostOpen()) {
                    one.file = file;
                    open++;
                } else {
                    shut(file);
                }
                return content;
            } catch (IOException e) {
                shut(file);
                return unreadable(e);
            }
        } catch (FileNotFoundException e) {
            return unreadable(e);
        }
    }

    private Content drain(RandomAccessFile file, Content before) throws IOException {
        int length = 0;
        while (true) {
            if (buffer.length - length < PIECE) {
                if (buffer.length >= LARGEST) {
                    return new Content.Unreadable("larger than " + (LARGEST >> 20) + " MiB");
                }
                buffer = Arrays.copyOf(buffer, buffer.length * 2);
            }
            int read = file.read(buffer, length, PIECE);
            length += Math.max(0, read);
            if (read < 0 || length < SURELY_ALL) {
                boolean same = before instanceof Content.Text(byte[] old)
                        && Arrays.equals(old, 0, old.length, buffer, 0, length);
                return same ? before : new Content.Text(Arrays.copyOf(buffer, length));
            }
        }
    }

    /** A part of the descriptors that we may have: a node needs them for connections. */
    private int mostOpen() {
        if (mostOpen < 0) {
            mostOpen = 0;
            mostOpen = read("/proc/self/limits") instanceof Content.Text text ? part(text) : 0;
        }
        return mostOpen;
    }

    private static int part(Content.Text limits) {
        var soft = Pattern.compile("Max open files +(\\d{1,9}) ").matcher(limits.toString());
        return soft.find() ? Math.min(MOST_OPEN, Integer.parseInt(soft.group(1)) / PART) : MOST_OPEN;
    }

    /** The JDK tells the kernel's reason in brackets behind the path. */
    private static Content unreadable(IOException error) {
        String told = String.valueOf(error.getMessage());
        int from = told.lastIndexOf('(');
        return new Content.Unreadable(
                from >= 0 && told.endsWith(")") ? told.substring(from + 1, told.length() - 1) : told);
    }

    private static void shut(RandomAccessFile file) {
        try {
            file.close();
        } catch (IOException e) {
            // It was only read.
        }
    }

    @Override
    public void close() {
        known.values().forEach(this::forget);
        known.clear();
    }
}
