package dev.drover.node;

import dev.drover.admin.Door;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The folder in which a node keeps what must outlive it, held by one Drover at a time.
 *
 * <pre>
 * lock             held while a node runs; says its process
 * admin.token      opens the admin API
 * admin.address    where the admin API listens now
 * monitor.token    opens metrics and probes only
 * console.token    opens what the console shows
 * cluster.secret   signs sticky cookies; the same on all nodes that shall understand each other's
 * models/N.json    the N-th applied model
 * intents.json     what operators want of instances
 * </pre>
 */
public final class DataFolder implements AutoCloseable {
    public static final String TOKEN = "admin.token";
    public static final String ADDRESS = "admin.address";
    public static final String CONSOLE = "console.token";
    private static final String MONITOR = "monitor.token";
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Path path;
    private final FileChannel lock;

    private DataFolder(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /** Makes the folder if it is not there and takes hold of it. */
    public static DataFolder open(Path path) throws Unusable {
        try {
            make(path);
            make(path.resolve("models"));
            FileChannel channel = FileChannel.open(
                    path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            hold(path, channel);
            clear(path);
            clear(path.resolve("models"));
            // Of a node that was killed: its port may be somebody else's by now, who would be sent the token.
            Files.deleteIfExists(path.resolve(ADDRESS));
            return new DataFolder(path, channel);
        } catch (IOException e) {
            throw new Unusable("the data folder " + path + " cannot be used: " + reason(e) + "\n"
                    + "  fix: give another with --data DIR, or make it writable for "
                    + System.getProperty("user.name"));
        }
    }

    private static void make(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        Path parent = folder.toAbsolutePath().getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        try {
            Files.createDirectory(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(folder)) {
                throw new IOException(folder + " is a file", e);
            }
        }
    }

    private static void hold(Path path, FileChannel channel) throws IOException, Unusable {
        boolean held;
        try {
            held = channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            held = false;
        }
        if (!held) {
            String holder = holder(channel);
            channel.close();
            throw new Unusable("a Drover already runs on the data folder " + path + holder + "\n"
                    + "  fix: look at it with drover status --data " + path + ", or give this one another --data DIR");
        }
        channel.truncate(0);
        byte[] pid = (ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.UTF_8);
        channel.write(ByteBuffer.wrap(pid), 0);
    }

    private static String holder(FileChannel channel) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(20);
        int length = channel.read(text, 0);
        String pid = length <= 0 ? "" : new String(text.array(), 0, length, StandardCharsets.UTF_8).strip();
        return pid.isEmpty() ? "" : " (process " + pid + ")";
    }

    /** What a crash left half written. */
    private static void clear(Path folder) throws IOException {
        try (DirectoryStream<Path> unfinished = Files.newDirectoryStream(folder, ".*" + AtomicFile.UNFINISHED)) {
            for (Path file : unfinished) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** In words; the exceptions of java.nio often say nothing but the path. */
    static String reason(IOException e) {
        return switch (e) {
            case AccessDeniedException denied -> "no permission for " + denied.getFile();
            case FileSystemException f when f.getReason() != null -> f.getReason() + " (" + f.getFile() + ")";
            case FileSystemException f -> f.getClass().getSimpleName() + " " + f.getFile();
            default -> String.valueOf(e.getMessage());
        };
    }

    public Path path() {
        return path;
    }

    public Path models() {
        return path.resolve("models");
    }

    /** Who may pass at the admin API; tokens are made once, readable by the owner only. */
    Door door(InetSocketAddress address, Set<String> names) throws Unusable {
        return new Door(address, token(TOKEN), token(MONITOR), token(CONSOLE), names);
    }

    /** What nodes sign for each other. */
    byte[] secret() throws Unusable {
        return token("cluster.secret").getBytes(StandardCharsets.UTF_8);
    }

    private String token(String name) throws Unusable {
        Path file = path.resolve(name);
        try {
            if (Files.exists(file)) {
                String kept = Files.readString(file).strip();
                if (kept.length() >= 32) {
                    return kept;
                }
                throw new Unusable(file + " holds no token (expected: at least 32 characters)\n"
                        + "  fix: remove the file; a new token is made at the next start");
            }
            byte[] random = new byte[32];
            RANDOM.nextBytes(random);
            String made = HexFormat.of().formatHex(random);
            AtomicFile.write(file, (made + "\n").getBytes(StandardCharsets.UTF_8));
            return made;
        } catch (IOException e) {
            throw new Unusable("the token " + file + " cannot be kept: " + reason(e));
        }
    }

    /** Tells commands where the admin API listens. */
    public void announce(InetSocketAddress admin) throws IOException {
        String host = admin.getAddress().isAnyLocalAddress()
                ? "127.0.0.1"
                : admin.getAddress().getHostAddress();
        String shown = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        AtomicFile.write(
                path.resolve(ADDRESS), (shown + ":" + admin.getPort() + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Where the node that holds this folder listens; null if none does. */
    public static @Nullable String announced(Path folder) throws IOException {
        Path file = folder.resolve(ADDRESS);
        return Files.exists(file) ? Files.readString(file).strip() : null;
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(path.resolve(ADDRESS));
            lock.close();
        } catch (IOException e) {
            // The kernel lets go of the lock when the process ends.
        }
    }
}
