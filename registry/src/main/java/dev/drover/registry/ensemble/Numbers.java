package dev.drover.registry.ensemble;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;

/** Which numbers members have, or had: a znode for each, with the address that it went to. They are kept when a member goes. */
final class Numbers {
    private static final String ALL = "/drover-members";
    private static final String EACH = ALL + "/";
    private static final int ANY = -1;

    /** Everybody may read; to write takes a certificate of the site, as all of its nodes have. */
    private static final List<org.apache.zookeeper.data.ACL> RIGHTS = ZooDefs.Ids.READ_ACL_UNSAFE;

    private final ZooKeeper zk;

    Numbers(ZooKeeper zk) {
        this.zk = zk;
    }

    /** Takes one for an address: one that it had before, or one that nobody had. */
    int claim(Roll roll, String address, int position, int declared)
            throws KeeperException, InterruptedException, IOException {
        ensure(ALL, "");
        for (var seat : roll.seats()) {
            ensure(EACH + seat.number(), seat.address());
        }
        for (int i = 0; i < Seat.MOST; i++) {
            var owners = owners();
            int number = roll.freeNumber(
                            position,
                            declared,
                            n -> owners.getOrDefault(n, address).equals(address))
                    .or(() -> roll.freeNumber(0, 1, n -> true))
                    .orElseThrow(() -> new IOException("there is no number left for another member"));
            if (address.equals(owners.get(number)) || take(number, address, owners.containsKey(number))) {
                return number;
            }
        }
        throw new IOException("numbers for members are taken faster than one can be had: try again");
    }

    private Map<Integer, String> owners() throws KeeperException, InterruptedException {
        var owners = new HashMap<Integer, String>();
        for (var number : zk.getChildren(ALL, false)) {
            owners.put(Integer.valueOf(number), new String(zk.getData(EACH + number, false, null), US_ASCII));
        }
        return owners;
    }

    /** Whether nobody else was quicker. One that was had is taken only when there is no other. */
    private boolean take(int number, String address, boolean had) throws KeeperException, InterruptedException {
        if (had) {
            zk.setData(EACH + number, address.getBytes(US_ASCII), ANY);
            return true;
        }
        try {
            zk.create(EACH + number, address.getBytes(US_ASCII), RIGHTS, CreateMode.PERSISTENT);
            return true;
        } catch (KeeperException.NodeExistsException e) {
            return false;
        }
    }

    private void ensure(String path, String text) throws KeeperException, InterruptedException {
        if (zk.exists(path, false) == null) {
            try {
                zk.create(path, text.getBytes(US_ASCII), RIGHTS, CreateMode.PERSISTENT);
            } catch (KeeperException.NodeExistsException e) {
                // Somebody else was quicker.
            }
        }
    }
}
