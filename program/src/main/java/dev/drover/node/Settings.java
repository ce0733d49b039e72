package dev.drover.node;

import dev.drover.observe.history.Keeping;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What differs per node and needs a restart: given to {@code up} by options or the environment, never by the file.
 *
 * @param workers event loops of the data path; 0 takes one per core
 * @param access form of the access log
 * @param node name of this node; the host name unless told
 * @param history how much is kept of what the host goes through; null: it is not watched
 */
public record Settings(
        String version,
        Path data,
        InetSocketAddress admin,
        int workers,
        String node,
        Access access,
        @Nullable Keeping history) {
    /** Form of the access log, {@code logs/access.log} in the data folder. */
    public enum Access {
        JSON,
        COMBINED,
        OFF
    }
}
