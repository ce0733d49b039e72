package dev.drover.dns.transfer;

import dev.drover.dns.message.Query;
import dev.drover.dns.name.RecordType;
import dev.drover.dns.zone.Zone;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Tells secondaries that a zone has changed (RFC 1996): again and again, ever more seldom, until they say that they heard it. Whoever
 * never does finds out by itself when the SOA says so.
 */
final class Notifier implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Notifier.class.getName());

    /** How long an answer is waited for, time after time. */
    private static final List<Duration> PATIENCE = List.of(
            Duration.ofSeconds(2),
            Duration.ofSeconds(4),
            Duration.ofSeconds(8),
            Duration.ofSeconds(16),
            Duration.ofSeconds(32));

    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    /** Whoever is being told of a zone; an older word of the same zone is given up. */
    private final ConcurrentMap<Word, Thread> telling = new ConcurrentHashMap<>();

    Notifier(InstantSource clock) {
        this.clock = clock;
    }

    private record Word(String zone, InetSocketAddress server) {}

    void tell(Zone zone, List<Notified> all) {
        for (Notified one : all) {
            var word = new Word(zone.origin().toString(), one.server());
            Thread thread = Thread.ofVirtual().name("notify-" + one.server()).unstarted(() -> tell(zone, one, word));
            Thread before = telling.put(word, thread);
            if (before != null) {
                before.interrupt();
            }
            thread.start();
        }
    }

    private void tell(Zone zone, Notified one, Word word) {
        try {
            if (!isHeard(zone, one) && !Thread.currentThread().isInterrupted()) {
                LOG.log(
                        Level.WARNING,
                        "{0} did not answer that it heard of serial {1} of {2}",
                        one.server(),
                        Long.toString(zone.serial()),
                        zone.origin());
            }
        } finally {
            telling.remove(word, Thread.currentThread());
        }
    }

    private boolean isHeard(Zone zone, Notified one) {
        for (Duration patience : PATIENCE) {
            try (var socket = new DatagramSocket()) {
                socket.connect(one.server());
                socket.setSoTimeout((int) patience.toMillis());
                if (ask(zone, one, socket)) {
                    return true;
                }
            } catch (SocketTimeoutException e) {
                LOG.log(Level.DEBUG, "{0} is silent", one.server());
            } catch (IOException e) {
                LOG.log(Level.DEBUG, "{0} cannot be told: {1}", one.server(), e.getMessage());
                if (!rested(patience)) {
                    return false;
                }
            }
            if (Thread.currentThread().isInterrupted()) {
                return false;
            }
        }
        return false;
    }

    /** What is refused at once is not asked again at once. */
    private static boolean rested(Duration patience) {
        try {
            Thread.sleep(patience);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private boolean ask(Zone zone, Notified one, DatagramSocket socket) throws IOException {
        var message = new byte[Query.LONGEST];
        int length = message(zone, message);
        TransferKey key = one.key();
        Signing signing = key == null ? null : new Signing(key, new byte[0], clock);
        int end = signing == null ? length : signing.append(message, length);
        Signing answers = signing == null ? null : signing.ofAnswer();
        socket.send(new DatagramPacket(message, end));
        var answer = new DatagramPacket(new byte[Query.LONGEST], Query.LONGEST);
        while (true) {
            socket.receive(answer);
            byte[] bytes = Arrays.copyOf(answer.getData(), answer.getLength());
            boolean ours = bytes.length >= Query.HEADER
                    && Wire.u16(bytes, 0) == Wire.u16(message, 0)
                    && (bytes[2] & 0xf8) == 0xa0;
            boolean signed = answers == null
                    || Signature.find(bytes, bytes.length)
                            .filter(s -> answers.verify(bytes, s))
                            .isPresent();
            if (ours && (signed || (bytes[3] & 0xf) != 0)) {
                return heard(zone, one, bytes[3] & 0xf);
            }
        }
    }

    private static boolean heard(Zone zone, Notified one, int rcode) {
        if (rcode != 0) {
            LOG.log(
                    Level.WARNING,
                    "{0} wants to hear nothing of {1}: it answers with code {2}",
                    one.server(),
                    zone.origin(),
                    rcode);
        }
        return true;
    }

    /** The zone's name, and its SOA as a hint (RFC 1996 section 3.7). */
    private int message(Zone zone, byte[] into) {
        Wire.put16(into, 0, random.nextInt(1 << 16));
        Wire.put16(into, 2, 0x2400); // NOTIFY, authoritative
        Wire.put32(into, 4, 0x0001_0001L);
        Wire.put32(into, 8, 0);
        int at = Wire.put(into, Query.HEADER, zone.origin());
        at = Wire.put16(into, at, RecordType.SOA.number());
        at = Wire.put16(into, at, Query.CLASS_IN);
        at = Wire.put16(into, at, 0xc000 | Query.HEADER);
        at = Wire.put16(into, at, RecordType.SOA.number());
        at = Wire.put16(into, at, Query.CLASS_IN);
        at = Wire.put32(into, at, zone.soa().ttl());
        byte[] data = zone.soa().first().toBytes();
        at = Wire.put16(into, at, data.length);
        System.arraycopy(data, 0, into, at, data.length);
        return at + data.length;
    }

    @Override
    public void close() {
        telling.values().forEach(Thread::interrupt);
    }
}
