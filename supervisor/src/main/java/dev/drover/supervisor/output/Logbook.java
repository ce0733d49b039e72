package dev.drover.supervisor.output;

import dev.drover.board.InstanceId;
import dev.drover.plane.Processes.Line;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * The output of one instance: {@code 2026-11-22T10:36:09.123456Z err text}, a line each.
 *
 * <p>Readers take lines from the pipes at once and hand them to the one writing thread through a queue of bounded size, so that
 * neither a full nor a slow disk makes the process wait; what does not fit is left out and counted.
 */
public final class Logbook {
    /** Bytes of text waiting to be written for one instance. */
    private static final long WAITING = 1 << 20;

    /** Lines on standard error that are kept to be shown with an exit. */
    private static final int LAST_WORDS = 5;

    private final InstanceId id;
    private final Logs logs;
    private final InstantSource clock;
    private final RotatedFile file;
    private final AtomicLong waiting = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private final AtomicLong untold = new AtomicLong();
    private final Deque<String> lastWords = new ArrayDeque<>();
    private final List<Consumer<Line>> followers = new CopyOnWriteArrayList<>();

    Logbook(InstanceId id, Logs logs, InstantSource clock, RotatedFile file) {
        this.id = id;
        this.logs = logs;
        this.clock = clock;
        this.file = file;
    }

    public InstanceId id() {
        return id;
    }

    /** Reads a stream of the process to its end, on a thread of its own, which is returned. */
    public Thread attach(InputStream stream, Line.Stream kind) {
        return Thread.ofPlatform()
                .name(id + " " + kind.name().toLowerCase(Locale.ROOT))
                .daemon()
                .start(() -> new Lines(text -> take(kind, text)).read(stream));
    }

    /** Adds a line of Drover's own. */
    public void say(String text) {
        take(Line.Stream.DROVER, text);
    }

    private void take(Line.Stream kind, String text) {
        if (kind == Line.Stream.ERR) {
            remember(text);
        }
        var line = new Line(clock.instant(), id, kind, text);
        int weight = text.length() + 64;
        if (waiting.addAndGet(weight) > WAITING) {
            waiting.addAndGet(-weight);
            drop(1);
        } else {
            logs.enqueue(() -> {
                waiting.addAndGet(-weight);
                write(line);
            });
        }
    }

    private void remember(String text) {
        synchronized (lastWords) {
            if (lastWords.size() == LAST_WORDS) {
                lastWords.removeFirst();
            }
            lastWords.addLast(text);
        }
    }

    /** The last lines on standard error since {@link #forget}. */
    public List<String> lastWords() {
        synchronized (lastWords) {
            return List.copyOf(lastWords);
        }
    }

    /** A new process begins. */
    public void forget() {
        synchronized (lastWords) {
            lastWords.clear();
        }
    }

    /** Lines that were not kept, since Drover started. */
    public long dropped() {
        return dropped.get();
    }

    private void drop(long lines) {
        dropped.addAndGet(lines);
        untold.addAndGet(lines);
    }

    /** On the writing thread. Followers get the line whether or not the disk does. */
    private void write(Line line) {
        followers.forEach(f -> f.accept(line));
        if (logs.full()) {
            drop(1);
            return;
        }
        try {
            long missing = untold.get();
            if (missing > 0) {
                file.append(format(new Line(
                        line.at(),
                        id,
                        Line.Stream.DROVER,
                        missing + " lines of output were not kept: the disk was full or slow")));
                untold.addAndGet(-missing);
            }
            file.append(format(line));
            logs.works();
        } catch (IOException e) {
            drop(1);
            logs.fails(e);
        }
    }

    private static byte[] format(Line line) {
        String stream = line.stream().name().toLowerCase(Locale.ROOT);
        return (line.at() + " " + stream + " " + line.text() + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** On the writing thread: the newest kept lines, oldest first. */
    List<Line> last(int lines) {
        var newest = new ArrayDeque<Line>();
        for (int age = 0; age < file.files() && newest.size() < lines; age++) {
            List<Line> older = lastOf(age, lines - newest.size());
            older.reversed().forEach(newest::addFirst);
        }
        return new ArrayList<>(newest);
    }

    private List<Line> lastOf(int age, int lines) {
        var kept = new ArrayDeque<Line>();
        try (var reader = new BufferedReader(
                new InputStreamReader(Files.newInputStream(file.older(age)), StandardCharsets.UTF_8))) {
            for (String text = reader.readLine(); text != null; text = reader.readLine()) {
                parse(text).ifPresent(line -> {
                    kept.addLast(line);
                    if (kept.size() > lines) {
                        kept.removeFirst();
                    }
                });
            }
        } catch (IOException e) {
            // There is no such file yet, or none that can be read: then there are no such lines.
        }
        return new ArrayList<>(kept);
    }

    private Optional<Line> parse(String text) {
        String[] parts = text.split(" ", 3);
        try {
            return parts.length < 3
                    ? Optional.empty()
                    : Optional.of(new Line(
                            Instant.parse(parts[0]),
                            id,
                            Line.Stream.valueOf(parts[1].toUpperCase(Locale.ROOT)),
                            parts[2]));
        } catch (DateTimeParseException | IllegalArgumentException e) {
            return Optional.empty(); // not written by this class
        }
    }

    void follow(Consumer<Line> follower) {
        followers.add(follower);
    }

    void unfollow(Consumer<Line> follower) {
        followers.remove(follower);
    }

    void close() {
        try {
            file.close();
        } catch (IOException e) {
            logs.fails(e);
        }
    }
}
