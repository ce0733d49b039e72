package dev.drover.supervisor.output;

import dev.drover.board.InstanceId;
import dev.drover.plane.Processes.Line;
import dev.drover.plane.Processes.Tail;
import dev.drover.plane.Ticker;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The folder of the output of all processes, {@code FOLDER/SERVICE/INSTANCE.log}, with the one thread that writes there.
 *
 * <p>A disk that is full is said once. Then output is left out and counted, and writing is tried again every second.
 */
public final class Logs implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Logs.class.getName());
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final Path folder;
    private final Ticker ticker;
    private final long size;
    private final int files;
    private final Map<InstanceId, Logbook> books = new ConcurrentHashMap<>();
    private final LinkedBlockingQueue<Runnable> work = new LinkedBlockingQueue<>();
    private final Thread writer;
    private volatile boolean closed;

    /** When writing may be tried again; null while it works. On the writing thread only. */
    private @Nullable Long retryAt;

    /** Keeps five files of 10 MiB for each instance. */
    public Logs(Path folder, Ticker ticker) {
        this(folder, ticker, 10L << 20, 5);
    }

    Logs(Path folder, Ticker ticker, long size, int files) {
        this.folder = folder;
        this.ticker = ticker;
        this.size = size;
        this.files = files;
        this.writer = Thread.ofPlatform().name("process output").daemon().start(this::run);
    }

    public Logbook of(InstanceId id) {
        return books.computeIfAbsent(
                id,
                i -> new Logbook(
                        i,
                        this,
                        ticker,
                        new RotatedFile(folder.resolve(i.service()).resolve(i.instance() + ".log"), size, files)));
    }

    /** Lines that were not kept since Drover started, by instance. */
    public Map<InstanceId, Long> dropped() {
        var dropped = new TreeMap<InstanceId, Long>();
        books.forEach((id, book) -> dropped.put(id, book.dropped()));
        return dropped;
    }

    /** The newest lines of these instances, merged by time. */
    public List<Line> last(List<InstanceId> ids, int lines) {
        return ask(() -> newest(ids, lines), List.of());
    }

    /** The newest lines and what follows, without a gap. */
    public Tail follow(List<InstanceId> ids, int lines) {
        var feed = new Feed(f -> ids.forEach(id -> of(id).unfollow(f)));
        ask(
                () -> {
                    newest(ids, lines).forEach(feed);
                    ids.forEach(id -> of(id).follow(feed));
                    return true;
                },
                false);
        return feed;
    }

    private List<Line> newest(List<InstanceId> ids, int lines) {
        List<Line> all = ids.stream()
                .flatMap(id -> of(id).last(lines).stream())
                .sorted(Comparator.comparing(Line::at))
                .toList();
        return all.subList(Math.max(0, all.size() - lines), all.size());
    }

    /** Runs on the writing thread, after all that waits there. */
    private <T> T ask(Supplier<T> question, T otherwise) {
        var answer = new CompletableFuture<T>();
        enqueue(() -> answer.complete(question.get()));
        try {
            return answer.get(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return otherwise;
        } catch (ExecutionException | TimeoutException e) {
            return otherwise;
        }
    }

    void enqueue(Runnable task) {
        work.add(task);
    }

    private void run() {
        while (!closed || !work.isEmpty()) {
            try {
                work.take().run();
            } catch (InterruptedException e) {
                closed = true;
            } catch (RuntimeException e) {
                LOG.log(System.Logger.Level.ERROR, "output of a process", e);
            }
        }
    }

    /** Nothing is written: that failed a moment ago and is not tried again yet, or the files are closed for good. */
    boolean full() {
        return closed || (retryAt != null && ticker.nanos() - retryAt < 0);
    }

    void fails(IOException e) {
        if (retryAt == null) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "cannot write the output of processes to {0}: {1}; it is left out and counted, the processes go on",
                    folder,
                    e.getMessage());
        }
        retryAt = ticker.nanos() + RETRY.toNanos();
    }

    void works() {
        if (retryAt != null) {
            LOG.log(System.Logger.Level.INFO, "the output of processes is written to {0} again", folder);
            retryAt = null;
        }
    }

    /** Writes what waits, at most for two seconds, and closes the files. */
    @Override
    public void close() {
        enqueue(() -> {
            closed = true;
            books.values().forEach(Logbook::close);
        });
        try {
            if (!writer.join(Duration.ofSeconds(2))) {
                writer.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
