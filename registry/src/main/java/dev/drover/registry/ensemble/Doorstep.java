package dev.drover.registry.ensemble;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/**
 * A member's port for clients while no server runs behind it: it tells whoever asks that this node has no ensemble yet.
 *
 * <p>Asked is what ZooKeeper's servers answer as well, the four letters {@code srvr} (ZooKeeper Administrator's Guide, "The Four
 * Letter Words"): who answers in ZooKeeper's words belongs to an ensemble, whether it has a leader now or not.
 */
final class Doorstep implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Doorstep.class.getName());
    private static final String QUESTION = "srvr";
    private static final String WAITS = "drover waits for ";
    private static final String SERVES = "Zookeeper version";
    private static final String SERVES_NOBODY = "This ZooKeeper instance";
    private static final String MODE = "Mode: ";
    private static final int PATIENCE_MILLIS = 2_000;
    private static final int CONNECTING_MILLIS = 1_000;

    private final SSLServerSocket door;
    private final byte[] answer;

    /** @param founder the name of the node that this one waits for */
    Doorstep(Identity identity, String address, int port, String founder) throws IOException {
        answer = (WAITS + founder + "\n").getBytes(UTF_8);
        door = (SSLServerSocket) identity.context().getServerSocketFactory().createServerSocket();
        door.setNeedClientAuth(true);
        door.setReuseAddress(true);
        try {
            door.bind(new InetSocketAddress(address, port));
        } catch (IOException e) {
            door.close();
            throw new IOException(
                    "cannot listen at " + Place.bracketed(address) + ":" + port + ": " + e.getMessage(), e);
        }
        Thread.ofVirtual().name("registry-doorstep").start(this::accept);
    }

    /** Asks at the port for clients of somebody else. */
    static Answer ask(Identity identity, String address, int port) {
        try (var socket = (SSLSocket) identity.context().getSocketFactory().createSocket()) {
            var parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
            socket.connect(new InetSocketAddress(address, port), CONNECTING_MILLIS);
            socket.setSoTimeout(PATIENCE_MILLIS);
            return asked(socket);
        } catch (IOException e) {
            return Answer.Silent.UNREACHED;
        }
    }

    private static Answer asked(SSLSocket socket) {
        try {
            return handshake(socket) ? question(socket) : new Answer.Stranger();
        } catch (SocketTimeoutException e) {
            return Answer.Silent.UNREACHED; // the machine is there, and nobody acts: as if it were paused
        } catch (IOException e) {
            return new Answer.Silent(true);
        }
    }

    /** Whether both are of the same authority. A server without a leader hangs up before: that says nothing. */
    private static boolean handshake(SSLSocket socket) throws IOException {
        try {
            socket.startHandshake();
            return true;
        } catch (SSLException e) {
            if (e.getCause() instanceof EOFException) {
                throw e;
            }
            return false;
        }
    }

    private static Answer question(SSLSocket socket) throws IOException {
        socket.getOutputStream().write(QUESTION.getBytes(UTF_8));
        socket.getOutputStream().flush();
        var lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
        String line = lines.readLine();
        if (line == null) {
            return new Answer.Silent(true);
        }
        if (line.startsWith(WAITS)) {
            return new Answer.Waits(line.substring(WAITS.length()));
        }
        if (line.startsWith(SERVES_NOBODY)) {
            return new Answer.Serves(Answer.Part.UNDECIDED);
        }
        return line.startsWith(SERVES) ? new Answer.Serves(part(lines)) : new Answer.Silent(true);
    }

    /** What stands behind {@code Mode: }. */
    private static Answer.Part part(BufferedReader lines) throws IOException {
        String line = lines.readLine();
        while (line != null) {
            if (line.startsWith(MODE)) {
                return switch (line.substring(MODE.length())) {
                    case "leader", "standalone" -> Answer.Part.LEADS;
                    case "follower" -> Answer.Part.FOLLOWS;
                    case "observer" -> Answer.Part.OBSERVES;
                    default -> Answer.Part.UNDECIDED;
                };
            }
            line = lines.readLine();
        }
        return Answer.Part.UNDECIDED;
    }

    @Override
    public void close() throws IOException {
        door.close();
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket asker = door.accept();
                Thread.ofVirtual().start(() -> reply(asker));
            } catch (IOException e) {
                LOG.log(Level.DEBUG, "nobody is let in any more: {0}", e.getMessage());
            }
        }
    }

    private void reply(Socket asker) {
        try (asker) {
            asker.setSoTimeout(PATIENCE_MILLIS);
            if (new String(asker.getInputStream().readNBytes(QUESTION.length()), UTF_8).equals(QUESTION)) {
                asker.getOutputStream().write(answer);
                asker.getOutputStream().flush();
            }
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "who asked is gone: {0}", e.getMessage());
        }
    }
}
