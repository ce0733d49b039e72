package dev.drover.registry.ensemble;

import dev.drover.registry.Unavailable;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.admin.ZooKeeperAdmin;
import org.apache.zookeeper.client.ZKClientConfig;
import org.apache.zookeeper.data.Stat;
import org.jspecify.annotations.Nullable;

/** An ensemble as its members can be asked about it: who belongs to it, and who no longer shall. */
public final class Ensemble {
    private static final System.Logger LOG = System.getLogger(Ensemble.class.getName());
    private static final Duration PATIENCE = Duration.ofSeconds(7);

    /** Each as long as that: time enough to choose another leader. */
    private static final int TRIES = 5;

    private static final int SESSION_MILLIS = 8_000;

    private final String connect;
    private final Map<String, String> client;

    private interface Question<T> {
        T ask(ZooKeeperAdmin admin) throws KeeperException, InterruptedException, IOException;
    }

    /**
     * @param connect {@code HOST:PORT,...}
     * @param client settings of ZooKeeper's client
     */
    Ensemble(String connect, Map<String, String> client) {
        this.connect = connect;
        this.client = Map.copyOf(client);
    }

    /** Who belongs to it. */
    public Roll members() throws Unavailable, InterruptedException {
        return ask(Ensemble::roll);
    }

    /**
     * Removes whoever sits at an address, whether it runs or not. The others must be a majority of those that stay.
     *
     * @return whether somebody sat there
     */
    public boolean leave(String address) throws Unavailable, InterruptedException {
        try {
            return ask(admin -> remove(admin, address));
        } catch (Unavailable e) {
            // Who leads hangs up when it goes itself.
            if (e.maybeDone() && isGone(address)) {
                return true;
            }
            throw e;
        }
    }

    private static boolean remove(ZooKeeperAdmin admin, String address)
            throws KeeperException, InterruptedException, IOException {
        var roll = roll(admin);
        var leaving = roll.at(address);
        if (leaving.isEmpty()) {
            return false;
        }
        if (leaving.containsAll(roll.voters())) {
            throw new IOException("the last member cannot leave\n  fix: remove registry.ensemble from the file");
        }
        change(admin, null, leaving, roll.version());
        return true;
    }

    private boolean isGone(String address) throws InterruptedException {
        for (int i = 0; i < TRIES; i++) {
            try {
                return members().at(address).isEmpty();
            } catch (Unavailable e) {
                LOG.log(Level.DEBUG, "who belongs to the ensemble is asked again: {0}", e.getMessage());
            }
        }
        return false;
    }

    /** Gives a vote to somebody who has caught up, and takes it from whoever sat at the same address before. */
    void join(Seat seat) throws Unavailable, InterruptedException {
        ask(admin -> {
            var roll = roll(admin);
            var taken = roll.seat(seat.number()).filter(s -> !s.address().equals(seat.address()));
            if (taken.isPresent()) {
                throw new IOException(
                        "number " + seat.number() + " belongs to " + taken.get().address() + " meanwhile");
            }
            var before = roll.at(seat.address()).stream()
                    .filter(s -> s.number() != seat.number())
                    .toList();
            change(admin, seat.voting(true), before, roll.version());
            return seat;
        });
    }

    /**
     * A number for somebody new at this address: of nobody who belongs to it, nor of anybody else who ever did. Who was taken out
     * while it was dead comes back with its old number, and would be taken for whoever has it then.
     */
    int claim(String address, int position, int declared) throws Unavailable, InterruptedException {
        return ask(admin -> new Numbers(admin).claim(roll(admin), address, position, declared));
    }

    private static Roll roll(ZooKeeperAdmin admin) throws KeeperException, InterruptedException, IOException {
        return Roll.parse(new String(admin.getConfig(false, new Stat()), StandardCharsets.UTF_8));
    }

    private static void change(ZooKeeperAdmin admin, @Nullable Seat joining, List<Seat> leaving, long version)
            throws KeeperException, InterruptedException {
        var numbers = leaving.stream().map(s -> Integer.toString(s.number())).collect(Collectors.joining(","));
        admin.reconfigure(
                joining == null ? null : joining.line(), numbers.isEmpty() ? null : numbers, null, version, new Stat());
    }

    private <T> T ask(Question<T> question) throws Unavailable, InterruptedException {
        var settings = new ZKClientConfig();
        client.forEach(settings::setProperty);
        var connected = new CountDownLatch(1);
        try {
            var admin = new ZooKeeperAdmin(
                    connect,
                    SESSION_MILLIS,
                    event -> {
                        if (event.getState() == KeeperState.SyncConnected) {
                            connected.countDown();
                        }
                    },
                    settings);
            try {
                if (!connected.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                    throw new Unavailable("no member of the ensemble at " + connect + " has a leader", false);
                }
                return question.ask(admin);
            } finally {
                admin.close();
            }
        } catch (KeeperException.NewConfigNoQuorum e) {
            throw new Unavailable("too few of those that would stay are up and have caught up", false);
        } catch (KeeperException e) {
            throw new Unavailable(
                    "the ensemble does not change: " + e.getMessage(),
                    e instanceof KeeperException.ConnectionLossException);
        } catch (IOException e) {
            throw new Unavailable(String.valueOf(e.getMessage()), false);
        }
    }
}
