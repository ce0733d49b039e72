package dev.drover.registry.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.System.Logger.Level;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.Stat;

/**
 * Which nodes have a session with ZooKeeper: each keeps an ephemeral znode by its name, which goes when its session ends (ZooKeeper
 * Programmer's Guide, "Ephemeral Nodes"). What is there is read again when it changed, not every time it is asked for.
 *
 * <p>Who left for good is told by a znode of its own, that stays until that node comes back.
 */
public final class Presence {
    private static final System.Logger LOG = System.getLogger("dev.drover.registry");
    private static final String ALL = Log.ROOT + "/present";
    private static final String LEFT = Log.ROOT + "/left";

    private final Log log;
    private final Link link;
    private final String name;
    private final byte[] about;
    private final Watcher watcher = event -> noticed();
    private volatile boolean old = true;
    private volatile Set<String> present = Set.of();
    private volatile List<Left> left = List.of();
    /** The session that this node's znode was made in, or taken over by. */
    private long shown;

    /**
     * A node that is there.
     *
     * @param since when it came, or came back after its session had ended
     * @param about what it tells of itself
     */
    public record Shown(Instant since, String about) {}

    /** A node that left for good. */
    public record Left(String name, String address, Instant at) {}

    Presence(String node, String about, Log log, Link link) {
        this.log = log;
        this.link = link;
        this.about = about.getBytes(UTF_8);
        name = encoded(node);
    }

    private static String encoded(String node) {
        return URLEncoder.encode(node.toLowerCase(Locale.ROOT), UTF_8);
    }

    /** What was known may have changed without a word. */
    void connected() {
        old = true;
    }

    private void noticed() {
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
                log.ensure(LEFT, new byte[0]);
                show(zk);
                present = zk.getChildren(ALL, watcher).stream()
                        .map(one -> URLDecoder.decode(one, UTF_8))
                        .collect(Collectors.toUnmodifiableSet());
                left = readLeft(zk);
            } catch (KeeperException e) {
                old = true;
                LOG.log(Level.DEBUG, "who is present is not known: {0}", e.getMessage());
                return Set.of();
            }
        }
        return present;
    }

    private void show(ZooKeeper zk) throws KeeperException, InterruptedException {
        String own = ALL + "/" + name;
        Stat there = zk.exists(own, false);
        if (there == null) {
            zk.create(own, about, log.rights(), CreateMode.EPHEMERAL);
        } else if (there.getEphemeralOwner() != zk.getSessionId()) {
            if (shown == zk.getSessionId()) {
                LOG.log(Level.WARNING, "another node has this node''s name, {0}", name);
                return;
            }
            // Of this node before it was started again, most likely: its session ends only later.
            zk.multi(List.of(
                    Op.delete(own, there.getVersion()), Op.create(own, about, log.rights(), CreateMode.EPHEMERAL)));
        }
        shown = zk.getSessionId();
        delete(zk, LEFT + "/" + name);
    }

    private static void delete(ZooKeeper zk, String path) throws KeeperException, InterruptedException {
        try {
            zk.delete(path, -1);
        } catch (KeeperException.NoNodeException e) {
            LOG.log(Level.TRACE, "{0} is not there, as usual", path);
        }
    }

    private List<Left> readLeft(ZooKeeper zk) throws KeeperException, InterruptedException {
        var all = new ArrayList<Left>();
        for (String one : zk.getChildren(LEFT, watcher)) {
            var stat = new Stat();
            try {
                byte[] address = zk.getData(LEFT + "/" + one, false, stat);
                all.add(new Left(
                        URLDecoder.decode(one, UTF_8),
                        new String(address, UTF_8),
                        Instant.ofEpochMilli(stat.getCtime())));
            } catch (KeeperException.NoNodeException e) {
                old = true; // it is coming back
            }
        }
        return List.copyOf(all);
    }

    /** Who left for good, as of the last {@link #look}. */
    public List<Left> left() {
        return left;
    }

    /** What each node that is there tells of itself, by name in lower case. Asks ZooKeeper; nothing where that cannot be. */
    public Map<String, Shown> details() throws InterruptedException {
        var all = new HashMap<String, Shown>();
        for (String one : present) {
            var stat = new Stat();
            try {
                byte[] told = log.zk().getData(ALL + "/" + encoded(one), false, stat);
                all.put(one, new Shown(Instant.ofEpochMilli(stat.getCtime()), new String(told, UTF_8)));
            } catch (KeeperException.NoNodeException e) {
                old = true;
            } catch (KeeperException e) {
                LOG.log(Level.DEBUG, "what nodes tell of themselves is not known: {0}", e.getMessage());
                return all;
            }
        }
        return all;
    }

    /**
     * Notes that a node left for good. It may be this one, which is about to end.
     *
     * @return whether that could be noted
     */
    public boolean farewell(String node, String address) throws InterruptedException {
        if (!link.isConnected()) {
            return false;
        }
        try {
            log.ensure(LEFT, new byte[0]);
            delete(log.zk(), LEFT + "/" + encoded(node));
            log.ensure(LEFT + "/" + encoded(node), address.getBytes(UTF_8));
            return true;
        } catch (KeeperException e) {
            LOG.log(Level.WARNING, "that {0} left is not noted: {1}", node, e.getMessage());
            return false;
        }
    }

    /** Forgets who left before a moment. */
    public void forget(Instant before) throws InterruptedException {
        for (Left one : left) {
            if (one.at().isBefore(before)) {
                try {
                    delete(log.zk(), LEFT + "/" + encoded(one.name()));
                } catch (KeeperException e) {
                    LOG.log(Level.DEBUG, "who left is forgotten later: {0}", e.getMessage());
                }
            }
        }
    }
}
