package dev.drover.dns.transfer;

import dev.drover.dns.name.DnsName;
import dev.drover.dns.name.Rdata;
import dev.drover.dns.name.RecordType;
import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.time.InstantSource;
import javax.crypto.Mac;

/**
 * Signs, or verifies, the messages of one exchange one after the other, each together with the signature before it, so that none can be
 * left out or put in (RFC 8945 section 5.3).
 */
final class Signing {
    /** Seconds by which clocks may differ (RFC 8945 section 10). */
    static final int FUDGE = 300;

    private static final int ANY_CLASS = 255;
    private static final byte[] NOTHING = {};

    private final TransferKey key;
    private final InstantSource clock;
    /** Messages without a signature since the last one with. */
    private final ByteArrayOutputStream unsigned = new ByteArrayOutputStream();

    private byte[] before;
    private boolean isFirst = true;

    /** @param request the signature of what is answered; empty for what is asked */
    Signing(TransferKey key, byte[] request, InstantSource clock) {
        this.key = key;
        this.before = request;
        this.clock = clock;
    }

    /** What a signature says beside the message. */
    private record Said(long time, int fudge, int error, Rdata other) {}

    /** How many bytes {@link #append} takes. */
    int size() {
        return key.name().length() + 10 + key.algorithmName().length() + 10 + key.macLength() + 6 + 6;
    }

    /** Signs a message and puts the signature behind it; gives where it ends. */
    int append(byte[] message, int length) {
        return append(message, length, new Said(now(clock), FUDGE, Signature.NO_ERROR, Rdata.of()));
    }

    /** Answers what came at the wrong time, and tells the right one (RFC 8945 section 5.2.3). */
    int appendBadTime(byte[] message, int length, long theirs) {
        var ours = new byte[6];
        put48(ours, 0, now(clock));
        return append(message, length, new Said(theirs, FUDGE, Signature.BAD_TIME, Rdata.of(ours)));
    }

    private int append(byte[] message, int length, Said said) {
        byte[] mac = mac(message, length, said);
        before = mac;
        isFirst = false;
        return write(message, length, key.name(), key.algorithmName(), mac, said);
    }

    /** For what is answered to the message that was signed last. */
    Signing ofAnswer() {
        return new Signing(key, before, clock);
    }

    /** Says what is wrong without signing that, since there is no key for it (RFC 8945 section 5.2.2). */
    static int appendUnsigned(Signature theirs, byte[] message, int length, int error, InstantSource clock) {
        var said = new Said(now(clock), FUDGE, error, Rdata.of());
        return write(message, length, theirs.key(), theirs.algorithm(), NOTHING, said);
    }

    /** Takes in a message that the next signature is for, too. */
    void hold(byte[] message) {
        unsigned.writeBytes(message);
    }

    /** Whether the message up to its signature is what was signed; then that is the signature before the next. */
    boolean verify(byte[] message, Signature signature) {
        // As it was signed: without the signature, under the number it had then.
        int id = Wire.u16(message, 0);
        int count = Wire.u16(message, 10);
        Wire.put16(message, 0, signature.originalId());
        Wire.put16(message, 10, count - 1);
        var said = new Said(signature.time(), signature.fudge(), signature.error(), Rdata.of(signature.other()));
        byte[] mac = mac(message, signature.start(), said);
        Wire.put16(message, 0, id);
        Wire.put16(message, 10, count);
        if (!MessageDigest.isEqual(mac, signature.mac())) {
            return false;
        }
        before = mac;
        isFirst = false;
        return true;
    }

    private byte[] mac(byte[] message, int length, Said said) {
        Mac mac = key.mac();
        var numbers = new byte[8];
        if (before.length > 0) {
            Wire.put16(numbers, 0, before.length);
            mac.update(numbers, 0, 2);
            mac.update(before);
        }
        mac.update(unsigned.toByteArray());
        unsigned.reset();
        mac.update(message, 0, length);
        if (isFirst) {
            mac.update(key.name().lowerCased().wire());
            Wire.put16(numbers, 0, ANY_CLASS);
            Wire.put32(numbers, 2, 0);
            mac.update(numbers, 0, 6);
            mac.update(key.algorithmName().wire());
        }
        put48(numbers, 0, said.time());
        Wire.put16(numbers, 6, said.fudge());
        mac.update(numbers);
        if (isFirst) {
            Wire.put16(numbers, 0, said.error());
            Wire.put16(numbers, 2, said.other().length());
            mac.update(numbers, 0, 4);
            mac.update(said.other().toBytes());
        }
        return mac.doFinal();
    }

    private static int write(byte[] message, int length, DnsName key, DnsName algorithm, byte[] mac, Said said) {
        int at = Wire.put(message, length, key);
        at = Wire.put16(message, at, RecordType.TSIG.number());
        at = Wire.put16(message, at, ANY_CLASS);
        int start = Wire.put32(message, at, 0);
        at = Wire.put(message, start + 2, algorithm);
        put48(message, at, said.time());
        at = Wire.put16(message, at + 6, said.fudge());
        at = counted(message, at, mac);
        at = Wire.put16(message, at, Wire.u16(message, 0));
        at = Wire.put16(message, at, said.error());
        at = counted(message, at, said.other().toBytes());
        Wire.put16(message, start, at - start - 2);
        Wire.put16(message, 10, Wire.u16(message, 10) + 1);
        return at;
    }

    private static int counted(byte[] message, int at, byte[] bytes) {
        Wire.put16(message, at, bytes.length);
        System.arraycopy(bytes, 0, message, at + 2, bytes.length);
        return at + 2 + bytes.length;
    }

    private static long now(InstantSource clock) {
        return clock.instant().getEpochSecond();
    }

    private static void put48(byte[] bytes, int at, long value) {
        Wire.put16(bytes, at, (int) (value >>> 32));
        Wire.put32(bytes, at + 2, value);
    }
}
