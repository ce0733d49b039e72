package dev.drover.registry.store;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.File;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.apache.zookeeper.server.DatadirCleanupManager;
import org.apache.zookeeper.server.NIOServerCnxnFactory;
import org.apache.zookeeper.server.ServerCnxnFactory;
import org.apache.zookeeper.server.ZooKeeperServer;
import org.apache.zookeeper.server.persistence.FileTxnLog;

/**
 * A ZooKeeper server inside this process that keeps its data in a folder: for one machine. It listens on loopback only, on a port
 * that it keeps, and what Drover keeps there can be read and written only with a secret that lies in the folder.
 *
 * <p>In the folder: {@code port}, {@code secret} (readable by its owner alone), and ZooKeeper's {@code version-2}.
 */
public final class EmbeddedServer implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(EmbeddedServer.class.getName());

    /** Its unit of time: sessions last 2 to 20 of it. */
    private static final int TICK_MILLIS = 2_000;

    private static final int MOST_CLIENTS = 16;
    private static final int KEPT_SNAPSHOTS = 3;
    private static final int HOURS_BETWEEN_TIDYING = 24;
    private static final int SECRET_BYTES = 24;
    /** By how much its log grows in advance, instead of by 64 MiB. */
    private static final long PREALLOCATED = 4 << 20;

    private final ZooKeeperServer server;
    private final ServerCnxnFactory door;
    private final DatadirCleanupManager tidier;
    private final String secret;
    private final String address;

    private EmbeddedServer(ZooKeeperServer server, ServerCnxnFactory door, DatadirCleanupManager tidier, String secret) {
        this.server = server;
        this.door = door;
        this.tidier = tidier;
        this.secret = secret;
        address = InetAddress.getLoopbackAddress().getHostAddress() + ":" + door.getLocalPort();
    }

    /** Starts it, with what the folder holds. The folder is made if it is not there. */
    public static EmbeddedServer start(Path folder) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        var secret = secret(folder.resolve("secret"));
        File data = folder.toFile();
        FileTxnLog.setPreallocSize(PREALLOCATED);
        var server = new ZooKeeperServer(data, data, TICK_MILLIS);
        var door = listen(folder.resolve("port"));
        try {
            door.startup(server);
        } catch (IOException | RuntimeException e) {
            door.shutdown();
            throw new IOException("the registry's data in " + folder + " cannot be read: " + e.getMessage(), e);
        }
        var tidier = new DatadirCleanupManager(data, data, KEPT_SNAPSHOTS, HOURS_BETWEEN_TIDYING);
        tidier.start();
        return new EmbeddedServer(server, door, tidier, secret);
    }

    /** Where it listens: {@code HOST:PORT}. */
    public String address() {
        return address;
    }

    public String secret() {
        return secret;
    }

    @Override
    public void close() {
        tidier.shutdown();
        door.shutdown();
        server.shutdown(true);
        try {
            server.getTxnLogFactory().close();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "the registry's log was not closed: {0}", e.getMessage());
        }
    }

    /** Listens on the port of last time, or on a new one if somebody else has it now, and notes which. */
    private static ServerCnxnFactory listen(Path kept) throws IOException {
        int port = Files.exists(kept) ? port(kept) : 0;
        ServerCnxnFactory door;
        try {
            door = open(port);
        } catch (BindException e) {
            LOG.log(Level.WARNING, "port {0} of the registry is taken: it takes another", String.valueOf(port));
            door = open(0);
        }
        Files.writeString(kept, door.getLocalPort() + "\n", US_ASCII);
        return door;
    }

    private static ServerCnxnFactory open(int port) throws IOException {
        var door = new NIOServerCnxnFactory();
        door.configure(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), MOST_CLIENTS);
        return door;
    }

    private static int port(Path kept) throws IOException {
        String text = Files.readString(kept, US_ASCII).strip();
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IOException(kept + ": " + text + " (expected: a port number)\n  fix: delete the file", e);
        }
    }

    private static String secret(Path kept) throws IOException {
        if (Files.exists(kept)) {
            return Files.readString(kept, US_ASCII).strip();
        }
        byte[] random = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(random);
        var text = HexFormat.of().formatHex(random);
        Files.createFile(kept, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(kept, text + "\n", US_ASCII);
        return text;
    }
}
