package dev.drover.node;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** Where the admin API is, written down for the commands: a disk that is full takes it later, and the node serves meanwhile. */
final class Announced {
    private static final Logger LOG = System.getLogger(Announced.class.getName());

    private final DataFolder folder;
    private @Nullable InetSocketAddress untold;
    private boolean complained;

    Announced(DataFolder folder) {
        this.folder = folder;
    }

    synchronized void tell(InetSocketAddress address) {
        untold = address;
        again();
    }

    /** Tries once more what was not taken. */
    synchronized void again() {
        InetSocketAddress address = untold;
        if (address == null) {
            return;
        }
        try {
            folder.announce(address);
            untold = null;
        } catch (IOException e) {
            if (!complained) {
                complained = true;
                LOG.log(
                        Level.WARNING,
                        "admin.address cannot be written: {0}; commands do not find this node until it can",
                        DataFolder.reason(e));
            }
        }
    }
}
