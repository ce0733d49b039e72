package dev.drover.registry.ensemble;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.apache.zookeeper.server.quorum.QuorumPeerConfig;
import org.apache.zookeeper.server.quorum.QuorumPeerConfig.ConfigException;

/**
 * A member's folder.
 *
 * <pre>
 * myid                    its number
 * ensemble.cfg            that it belongs to an ensemble, and which of the next holds; written last
 * ensemble.cfg.dynamic*   who belongs to it; ZooKeeper writes a new one whenever that changes, and one that ends in .next before it agrees to that
 * joining                 that it follows the ensemble without a vote yet: what it holds is a copy
 * left                    that it had a vote, and has none any more: what it holds is a copy that grows old
 * version-2               ZooKeeper's log and snapshots
 * client.p12              see {@link ClientCredentials}
 * </pre>
 */
final class MemberFiles {
    /** ZooKeeper's unit of time: sessions last 2 to 20 of it. */
    static final int TICK_MILLIS = 1_000;

    /**
     * In ticks: until one that joins has all of it; as long as in ZooKeeper's own sample. Whoever takes itself for the leader, and is followed by too
     * few, waits so long before it gives that up: with a minute, two that did so one after the other kept all writes waiting for minutes.
     */
    static final int CATCHING_UP = 20;

    /** In ticks: after how long a leader and a member that do not hear of each other part. */
    static final int SILENCE = 5;

    /**
     * In ticks: for how long a member tries to reach whom it takes for the leader. Where that one is heard and hears nobody, trying is in
     * vain; the sooner it is given up, the sooner there is another choice.
     */
    static final int REACHING = 5;

    private static final String CONFIGURATION = "ensemble.cfg";
    private static final String MEMBERS_FILE = CONFIGURATION + ".dynamic";
    private static final String JOINING = "joining";
    private static final String LEFT = "left";
    private static final String DATA = "version-2";
    private static final String MEMBERS = "dynamicConfigFile";

    private final Path folder;

    MemberFiles(Path folder) {
        this.folder = folder.toAbsolutePath();
    }

    /** Whether it has a vote in an ensemble, or had one when it last knew. */
    boolean belongs() throws IOException {
        if (hasLeft() || !Files.exists(folder.resolve(CONFIGURATION))) {
            return false;
        }
        return !joins() || agreed().isPresent();
    }

    /** Whether it never had a vote, as far as it knows. */
    boolean joins() {
        return Files.exists(folder.resolve(JOINING));
    }

    /** Whether there is a log or a snapshot of its own, not a copy of what the others have. */
    boolean holdsData() throws IOException {
        var data = folder.resolve(DATA);
        if (joins() || hasLeft() || !Files.isDirectory(data)) {
            return false;
        }
        try (var files = Files.list(data)) {
            return files.map(f -> f.getFileName().toString())
                    .anyMatch(name -> name.startsWith("log.") || name.startsWith("snapshot."));
        }
    }

    /** From now on it follows an ensemble to belong to it. A copy from an attempt before is forgotten, since nobody counted on it. */
    void join(int number, Roll members) throws IOException {
        if (joins()) {
            Files.deleteIfExists(folder.resolve(CONFIGURATION));
            forgetCopy();
        }
        write(folder.resolve(JOINING), "\n");
        settle(number, members);
    }

    /** Whether it had a vote, and does not try to have one again. */
    boolean hasLeft() {
        return Files.exists(folder.resolve(LEFT));
    }

    /** Its vote has ended. It stays so, whatever the file says, until somebody has it {@link #comeBack}. */
    void leave() throws IOException {
        write(folder.resolve(LEFT), "\n");
        Files.deleteIfExists(folder.resolve(JOINING));
    }

    /** It is about to join again, as somebody new. */
    void comeBack() throws IOException {
        write(folder.resolve(JOINING), "\n");
        Files.deleteIfExists(folder.resolve(CONFIGURATION));
        Files.deleteIfExists(folder.resolve(LEFT));
    }

    private void forgetCopy() throws IOException {
        var data = folder.resolve(DATA);
        if (Files.isDirectory(data)) {
            try (var files = Files.list(data)) {
                for (var file : files.toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    /** It has its vote. */
    void joined() throws IOException {
        Files.deleteIfExists(folder.resolve(JOINING));
    }

    /** From now on it belongs to an ensemble of these. */
    void settle(int number, Roll members) throws IOException {
        Files.deleteIfExists(next());
        write(folder.resolve("myid"), number + "\n");
        var file = folder.resolve(
                members.version() == 0 ? MEMBERS_FILE : MEMBERS_FILE + "." + Long.toHexString(members.version()));
        write(file, members.text());
        write(folder.resolve(CONFIGURATION), configuration(file));
    }

    int number() throws IOException {
        var text = Files.readString(folder.resolve("myid")).strip();
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IOException(folder.resolve("myid") + ": " + text + " (expected: this member's number)", e);
        }
    }

    /** Who belonged to it when it last ran. */
    Roll members() throws IOException {
        var agreed = joins() ? agreed() : Optional.<Roll>empty();
        return agreed.isPresent() ? agreed.get() : roll(membersFile());
    }

    /** Where this member sits, if it belongs to an ensemble. */
    Optional<Seat> seat() throws IOException {
        return belongs() ? members().seat(number()) : Optional.empty();
    }

    /** ZooKeeper writes the version of what is agreed upon into the name, and of what is not yet into the file. */
    private static Roll roll(Path file) throws IOException {
        var read = Roll.parse(Files.readString(file));
        var name = file.getFileName().toString();
        return read.version() == 0 && name.startsWith(MEMBERS_FILE + ".")
                ? new Roll(Long.parseLong(name.substring(MEMBERS_FILE.length() + 1), 16), read.seats())
                : read;
    }

    /**
     * The newest list that the ensemble agreed upon, or was about to when this member agreed, with this member in it. The others may
     * count on its vote from then on, whether it learnt of the end or not.
     */
    private Optional<Roll> agreed() throws IOException {
        for (var file : List.of(membersFile(), next())) {
            if (Files.exists(file)) {
                var roll = roll(file);
                if (roll.version() > 0 && roll.seat(number()).isPresent()) {
                    return Optional.of(roll);
                }
            }
        }
        return Optional.empty();
    }

    private Path next() {
        return folder.resolve(MEMBERS_FILE + ".next");
    }

    /** What ZooKeeper's peer is started with. Paths are as of now: the folder may have been moved. */
    QuorumPeerConfig read() throws IOException {
        var file = folder.resolve(CONFIGURATION);
        if (joins() && belongs()) {
            settle(number(), members());
            joined();
        }
        write(file, configuration(membersFile()));
        var read = new QuorumPeerConfig();
        try {
            read.parse(file.toString());
        } catch (ConfigException e) {
            var why = e.getCause() == null ? e : e.getCause();
            throw new IOException(e.getMessage() + ": " + why.getMessage(), e);
        }
        return read;
    }

    private Path membersFile() throws IOException {
        var kept = new Properties();
        kept.load(new StringReader(Files.readString(folder.resolve(CONFIGURATION))));
        var name = kept.getProperty(MEMBERS, MEMBERS_FILE);
        return folder.resolve(Path.of(name).getFileName());
    }

    private String configuration(Path members) {
        var lines = new ArrayList<>(List.of(
                "tickTime=" + TICK_MILLIS,
                "initLimit=" + CATCHING_UP,
                "syncLimit=" + SILENCE,
                "connectToLearnerMasterLimit=" + REACHING,
                "sslQuorum=true",
                "reconfigEnabled=true",
                "standaloneEnabled=false"));
        lines.add("dataDir=" + escaped(folder));
        lines.add(MEMBERS + "=" + escaped(members));
        return String.join("\n", lines) + "\n";
    }

    /** As in a file of properties. */
    private static String escaped(Path path) {
        return path.toString().replace("\\", "\\\\");
    }

    /** Whole or not at all, also when the power fails. */
    private static void write(Path file, String text) throws IOException {
        byte[] bytes = text.getBytes(UTF_8);
        if (Files.exists(file) && Arrays.equals(bytes, Files.readAllBytes(file))) {
            return;
        }
        var written = file.resolveSibling(file.getFileName() + ".new");
        try (var channel = FileChannel.open(
                written, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            var left = ByteBuffer.wrap(bytes);
            while (left.hasRemaining()) {
                channel.write(left);
            }
            channel.force(true);
        }
        Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
