package dev.drover.registry.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.System.Logger.Level;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.Stat;

/**
 * Which nodes have a session with ZooKeeper: each keeps an ephemeral znode by its name, which goes when its session ends (ZooKeeper
 * Programmer's Guide, "Ephemeral Nodes"). What is there is read again when it changed, not every time it is asked for.
 */
public final class Presence {
    private static final System.Logger LOG = System.getLogger("dev.drover.registry");
    private static final String ALL = Log.ROOT + "/present";

    private final Log log;
    private final Link link;
    private final String own;
    private volatile boolean old = true;
    private Set<String> present = Set.of();
    /** The session that this node's znode was made in, or taken over by. */
    private long shown;

    Presence(String node, Log log, Link link) {
        this.log = log;
        this.link = link;
        own = ALL + "/" + URLEncoder.encode(node.toLowerCase(Locale.ROOT), UTF_8);
    }

    /** What was known may have changed without a word. */
    void connected() {
        old = true;
    }

    /**
     * Shows that this node is here, and tells who is: names in lower case. Empty where nobody can tell, since there is no connection. For one
     * thread.
     */
    public Set<String> look() throws InterruptedException {
        if (!link.isConnected()) {
            return Set.of();
        }
        if (old) {
            old = false;
            try {
                ZooKeeper zk = log.zk();
                log.ensure(ALL, new byte[0]);
                show(zk);
                present = zk.getChildren(ALL, event -> old = true).stream()
                        .map(name -> URLDecoder.decode(name, UTF_8))
                        .collect(Collectors.toUnmodifiableSet());
            } catch (KeeperException e) {
                old = true;
                LOG.log(Level.DEBUG, "who is present is not known: {0}", e.getMessage());
                return Set.of();
            }
        }
        return present;
    }

    private void show(ZooKeeper zk) throws KeeperException, InterruptedException {
        Stat there = zk.exists(own, false);
        if (there == null) {
            zk.create(own, new byte[0], log.rights(), CreateMode.EPHEMERAL);
        } else if (there.getEphemeralOwner() != zk.getSessionId()) {
            if (shown == zk.getSessionId()) {
                LOG.log(Level.WARNING, "another node has this node''s name, {0}", own.substring(ALL.length() + 1));
                return;
            }
            // Of this node before it was started again, most likely: its session ends only later.
            zk.multi(List.of(
                    Op.delete(own, there.getVersion()),
                    Op.create(own, new byte[0], log.rights(), CreateMode.EPHEMERAL)));
        }
        shown = zk.getSessionId();
    }
}
