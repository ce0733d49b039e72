package dev.drover.observe.capture;

import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The tree of this machine. A file that is read round after round stays open and is read again from its start, which saves the
 * kernel the walk along the path; a file that is not read any more is closed after a few rounds.
 *
 * <p>Reads go in pieces of 8 KiB, which the JDK passes to the kernel from its stack. For one thread at a time.
 */
public final class LiveTree implements Tree {
    private static final int PIECE = 8192;
    /**
     * So short a first answer is all of the file: the kernel fills a page with lines before it answers, and stops early only for a
     * line longer than the rest of the page (seq_file).
     */
    private static final int SURELY_ALL = 1024;

    private static final int MOST_KEPT = 3000;
    private static final int IDLE_ROUNDS = 12;

    private final Map<String, Known> known = new HashMap<>();
    private byte[] buffer = new byte[4 * PIECE];
    private int kept;
    private int round;

    private static final class Known {
        private RandomAccessFile file;
        private boolean open;
        private int round;

        Known(RandomAccessFile file) {
            this.file = file;
        }
    }

    @Override
    public void nextRound(Instant at, long nanos) {
        round++;
        if (round % IDLE_ROUNDS == 0) {
            known.values().removeIf(k -> k.round < round - IDLE_ROUNDS && forget(k));
        }
    }

    private boolean forget(Known one) {
        if (one.open) {
            one.open = false;
            kept--;
            shut(one.file);
        }
        return true;
    }

    @Override
    public Content read(String path) {
        if (path.startsWith("/drover/")) {
            return Asked.read(this, path);
        }
        return path.endsWith("/") ? names(path) : text(path);
    }

    private Content text(String path) {
        Known one = known.get(path);
        if (one != null && one.open) {
            one.round = round;
            try {
                one.file.seek(0);
                return drain(one.file);
            } catch (IOException e) {
                forget(one); // its process has ended; another may have taken its number
            }
        }
        return opened(path, one);
    }

    /** A file that is read for the second time stays open. */
    private Content opened(String path, @org.jspecify.annotations.Nullable Known before) {
        try {
            var file = new RandomAccessFile(path, "r");
            try {
                Content content = drain(file);
                if (before == null) {
                    var first = new Known(file);
                    first.round = round;
                    known.put(path, first);
                    shut(file);
                } else if (kept < MOST_KEPT) {
                    before.file = file;
                    before.open = true;
                    before.round = round;
                    kept++;
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

    private Content drain(RandomAccessFile file) throws IOException {
        int length = 0;
        while (true) {
            if (buffer.length - length < PIECE) {
                if (buffer.length >= LARGEST) {
                    return new Content.Unreadable("larger than " + (LARGEST >> 20) + " MiB");
                }
                buffer = Arrays.copyOf(buffer, buffer.length * 2);
            }
            int read = file.read(buffer, length, PIECE);
            if (read < 0) {
                return new Content.Text(Arrays.copyOf(buffer, length));
            }
            length += read;
            if (length < SURELY_ALL) {
                return new Content.Text(Arrays.copyOf(buffer, length));
            }
        }
    }

    private static Content names(String path) {
        String[] names = new File(path).list();
        if (names == null) {
            return new Content.Unreadable(
                    Files.exists(Path.of(path)) ? "Permission denied" : "No such file or directory");
        }
        return Content.Text.of(String.join("\n", names));
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
