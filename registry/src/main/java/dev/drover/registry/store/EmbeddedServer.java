package dev.drover.registry.store;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.EOFException;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.server.NIOServerCnxnFactory;
import org.apache.zookeeper.server.Request;
import org.apache.zookeeper.server.ServerCnxnFactory;
import org.apache.zookeeper.server.ZKDatabase;
import org.apache.zookeeper.server.ZooKeeperServer;
import org.apache.zookeeper.server.persistence.FileTxnLog;
import org.apache.zookeeper.server.persistence.FileTxnSnapLog;
import org.apache.zookeeper.util.ServiceUtils;
import org.jspecify.annotations.Nullable;

/**
 * A ZooKeeper server inside this process that keeps its data in a folder: for one machine. It listens on loopback only, on a port
 * that it keeps, and what Drover keeps there can be read and written only with a secret that lies in the folder.
 *
 * <p>In the folder: {@code port}, {@code secret} (readable by its owner alone), and ZooKeeper's {@code version-2}.
 *
 * <p>A server that stops by itself, as it does when its disk is full, never ends the process; it is started again until it runs.
 */
public final class EmbeddedServer implements Coordinator {
    private static final System.Logger LOG = System.getLogger(EmbeddedServer.class.getName());

    /** Its unit of time: sessions last 2 to 20 of it. */
    private static final int TICK_MILLIS = 2_000;

    private static final int MOST_CLIENTS = 16;
    private static final int SECRET_BYTES = 24;
    private static final long LOOK_MILLIS = 1_000;
    /** By how much its log grows in advance, instead of by 64 MiB. */
    private static final long PREALLOCATED = 4L << 20;

    private final Path folder;
    private final String secret;
    private final Tidying tidying;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread watch;
    private volatile Running running;
    private volatile @Nullable String trouble;

    /** A server and where it listens. */
    private record Running(ZooKeeperServer server, TransactionFiles files, ServerCnxnFactory door, int port) {
        void stop() {
            door.shutdown();
            server.shutdown(true);
            try {
                files.close();
            } catch (IOException e) {
                LOG.log(Level.WARNING, "the log of the registry was not closed: {0}", e.getMessage());
            }
        }
    }

    /** What the server knows, without the last 500 writes, which it would keep in memory for followers that it does not have. */
    private static final class Alone extends ZKDatabase {
        Alone(FileTxnSnapLog files) {
            super(files);
        }

        @Override
        public void addCommittedProposal(Request request) {}
    }

    private EmbeddedServer(Path folder, String secret, Running running) {
        this.folder = folder;
        this.secret = secret;
        this.running = running;
        tidying = Tidying.start(folder);
        watch = Thread.ofVirtual().name("registry-server-watch").start(this::keepRunning);
    }

    /** Starts it, with what the folder holds. The folder is made if it is not there. */
    public static EmbeddedServer start(Path folder) throws IOException, InterruptedException {
        ServiceUtils.setSystemExitProcedure(
                code -> LOG.log(Level.ERROR, "the server of the registry gives up, code {0}", code));
        FileTxnLog.setPreallocSize(PREALLOCATED);
        Files.createDirectories(folder);
        if (Files.exists(folder.resolve("ensemble.cfg"))) {
            throw new IOException(folder
                    + " belongs to a member of an ensemble\n  fix: name this node in registry.ensemble, or remove "
                    + folder.resolve("ensemble.cfg") + " to go on alone with what it holds");
        }
        var secret = secret(folder.resolve("secret"));
        return new EmbeddedServer(folder, secret, run(folder));
    }

    /** Where it listens: {@code HOST:PORT}. */
    public String address() {
        return InetAddress.getLoopbackAddress().getHostAddress() + ":" + running.port;
    }

    public String secret() {
        return secret;
    }

    @Override
    public ZooKeeperRegistry.Settings settings() {
        return ZooKeeperRegistry.Settings.of(address(), secret);
    }

    @Override
    public Optional<String> trouble() {
        return Optional.ofNullable(trouble);
    }

    /** ZooKeeper's own server of the moment. */
    ZooKeeperServer server() {
        return running.server;
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            watch.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        tidying.close();
        running.stop();
    }

    private void keepRunning() {
        try {
            while (!closed.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                if (running.server.isRunning()) {
                    trouble = null;
                } else {
                    restart();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void restart() throws InterruptedException {
        tell(running.files.failure().orElse("the registry's server has stopped by itself and is started again"));
        running.stop();
        try {
            running = run(folder);
        } catch (IOException e) {
            tell(String.valueOf(e.getMessage()));
        }
    }

    /** Once, however often it happens. */
    private void tell(String now) {
        if (!now.equals(trouble)) {
            LOG.log(Level.WARNING, "{0}", now);
            trouble = now;
        }
    }

    private static Running run(Path folder) throws IOException, InterruptedException {
        var files = new TransactionFiles(folder);
        var server = new ZooKeeperServer(files, TICK_MILLIS, "");
        server.setZKDatabase(new Alone(files));
        var door = listen(folder.resolve("port"));
        try {
            door.startup(server);
            return new Running(server, files, door, door.getLocalPort());
        } catch (IOException | RuntimeException e) {
            door.shutdown();
            String why = e instanceof EOFException ? "a file ends too early" : e.getMessage();
            throw new IOException(
                    "the registry's data in " + folder + " cannot be read: " + why
                            + "\n  fix: put a copy of the folder in its place, or move it away: the registry begins anew then, empty",
                    e);
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
        if (door.getLocalPort() != port) {
            Files.writeString(kept, door.getLocalPort() + "\n", US_ASCII);
        }
        return door;
    }

    private static ServerCnxnFactory open(int port) throws IOException {
        // For a client of this process, who reads a connection may do what it asks, and hand nothing to other threads.
        System.setProperty(NIOServerCnxnFactory.ZOOKEEPER_NIO_NUM_WORKER_THREADS, "0");
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
            String text = Files.readString(kept, US_ASCII).strip();
            if (text.isEmpty()) {
                throw new IOException(kept + " is empty: what the registry holds cannot be opened without it");
            }
            return text;
        }
        byte[] random = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(random);
        var text = HexFormat.of().formatHex(random);
        Path beside = kept.resolveSibling("secret.new");
        Files.deleteIfExists(beside);
        Files.createFile(beside, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(beside, text + "\n", US_ASCII);
        Files.move(beside, kept, StandardCopyOption.ATOMIC_MOVE);
        return text;
    }
}
