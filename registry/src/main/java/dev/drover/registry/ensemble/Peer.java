package dev.drover.registry.ensemble;

import dev.drover.registry.store.TransactionFiles;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.zookeeper.server.ServerCnxnFactory;
import org.apache.zookeeper.server.ZKDatabase;
import org.apache.zookeeper.server.persistence.FileTxnLog;
import org.apache.zookeeper.server.quorum.QuorumPeer;
import org.apache.zookeeper.server.quorum.QuorumPeerConfig;

/** ZooKeeper's peer as a member runs it: TLS on all its ports, and no door for clients without. */
final class Peer extends QuorumPeer {
    private static final int MOST_CLIENTS_OF_AN_ADDRESS = 256;
    private static final long MOST_MILLIS_TO_END = 10_000;

    /** By how much its log grows in advance, instead of by 64 MiB. */
    private static final long PREALLOCATED = 4L << 20;

    private final TransactionFiles files;

    private Peer(QuorumPeerConfig config, TransactionFiles files) throws IOException {
        this.files = files;
        setConfigFileName(config.getConfigFilename());
    }

    /** Starts with what the folder holds. */
    static Peer start(Path folder, MemberFiles member) throws IOException {
        FileTxnLog.setPreallocSize(PREALLOCATED);
        var config = member.read();
        var own = member.members()
                .seat(member.number())
                .orElseThrow(() -> new IOException("what lies in " + folder + " is of no member of the ensemble"));
        var peer = configured(config, new TransactionFiles(folder));
        try {
            var door = ServerCnxnFactory.createFactory();
            peer.setCnxnFactory(door);
            door.configure(
                    new InetSocketAddress(own.address(), own.ports().clients()), MOST_CLIENTS_OF_AN_ADDRESS, -1, true);
            peer.start();
            return peer;
        } catch (Exception e) {
            peer.end();
            throw new IOException(reason(e), e);
        }
    }

    private static Peer configured(QuorumPeerConfig config, TransactionFiles files) throws IOException {
        var peer = new Peer(config, files);
        peer.setTxnFactory(files);
        peer.setZKDatabase(new ZKDatabase(files));
        peer.setElectionType(config.getElectionAlg());
        peer.setMyid(config.getServerId());
        peer.setTickTime(config.getTickTime());
        peer.setMinSessionTimeout(config.getMinSessionTimeout());
        peer.setMaxSessionTimeout(config.getMaxSessionTimeout());
        peer.setInitLimit(config.getInitLimit());
        peer.setSyncLimit(config.getSyncLimit());
        peer.setConnectToLearnerMasterLimit(config.getConnectToLearnerMasterLimit());
        peer.setQuorumVerifier(config.getQuorumVerifier(), false);
        if (config.getLastSeenQuorumVerifier() != null) {
            peer.setLastSeenQuorumVerifier(config.getLastSeenQuorumVerifier(), false);
        }
        peer.initConfigInZKDatabase();
        peer.setSslQuorum(true);
        peer.setUsePortUnification(false);
        peer.setLearnerType(config.getPeerType());
        peer.setSyncEnabled(true);
        peer.initialize();
        return peer;
    }

    /** Who belongs to the ensemble, as far as this member knows. */
    Roll roll() {
        return Roll.of(getQuorumVerifier());
    }

    /** Whether it has a leader, or is one. */
    boolean serves() {
        var server = getActiveServer();
        return server != null && server.isRunning();
    }

    /** Why its disk is no longer written. */
    Optional<String> failure() {
        return files.failure();
    }

    /** Ends it, and waits for that. */
    void end() {
        shutdown();
        if (isAlive()) {
            try {
                join(MOST_MILLIS_TO_END);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static String reason(Exception failure) {
        Throwable deepest = failure;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        return deepest.getMessage() == null ? deepest.toString() : deepest.getMessage();
    }
}
