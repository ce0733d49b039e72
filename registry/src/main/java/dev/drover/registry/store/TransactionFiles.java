package dev.drover.registry.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.zookeeper.server.Request;
import org.apache.zookeeper.server.persistence.FileTxnSnapLog;
import org.jspecify.annotations.Nullable;

/**
 * ZooKeeper's log and snapshots in a folder, given up for good as soon as the log cannot be written.
 *
 * <p>ZooKeeper expects its process to end then, and this one goes on. What is left in the log's buffer must not be flushed later: behind
 * an entry that was half written it would make the file unreadable, while half an entry at the end is passed over. So nothing
 * is written or closed any more; whoever goes on opens the folder anew and gets a new file.
 */
public final class TransactionFiles extends FileTxnSnapLog {
    private final Path folder;
    private volatile @Nullable IOException failure;

    private interface Writing<T> {
        T run() throws IOException;
    }

    public TransactionFiles(Path folder) throws IOException {
        super(folder.toFile(), folder.toFile());
        this.folder = folder;
    }

    /** Why it was given up. */
    public Optional<String> failure() {
        return Optional.ofNullable(failure)
                .map(e -> "the registry's log in " + folder + " cannot be written: " + e.getMessage());
    }

    @Override
    public boolean append(Request request) throws IOException {
        return guarded(() -> super.append(request));
    }

    @Override
    public void commit() throws IOException {
        guarded(() -> {
            super.commit();
            return true;
        });
    }

    @Override
    public void rollLog() throws IOException {
        guarded(() -> {
            super.rollLog();
            return true;
        });
    }

    @Override
    public void close() throws IOException {
        if (failure == null) {
            super.close();
        }
    }

    private <T> T guarded(Writing<T> writing) throws IOException {
        IOException before = failure;
        if (before != null) {
            throw new IOException("given up: " + before.getMessage(), before);
        }
        try {
            return writing.run();
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }
}
