package dev.drover.wire.tls;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/** Puts the older forms of private keys into PKCS #8 (RFC 5958 section 2), which is what Java reads. */
final class Der {
    private static final int SEQUENCE = 0x30;
    private static final int OCTETS = 0x04;
    private static final byte[] VERSION = {0x02, 0x01, 0x00};
    /** rsaEncryption with no parameters. */
    private static final byte[] RSA = HexFormat.of().parseHex("300d06092a864886f70d0101010500");
    /** id-ecPublicKey. */
    private static final byte[] EC = HexFormat.of().parseHex("06072a8648ce3d0201");

    private Der() {}

    static byte[] rsa(byte[] pkcs1) {
        return wrap(RSA, pkcs1);
    }

    /** The curve stands inside the key (RFC 5915 section 3): {@code [0] { OID }}. */
    static Optional<byte[]> elliptic(byte[] sec1) {
        for (int i = 0; i + 3 < sec1.length; i++) {
            boolean parameters = sec1[i] == (byte) 0xa0 && sec1[i + 2] == 0x06 && sec1[i + 1] == sec1[i + 3] + 2;
            if (parameters && i + 4 + sec1[i + 3] <= sec1.length) {
                byte[] curve = Arrays.copyOfRange(sec1, i + 2, i + 4 + sec1[i + 3]);
                return Optional.of(wrap(element(SEQUENCE, EC, curve), sec1));
            }
        }
        return Optional.empty();
    }

    private static byte[] wrap(byte[] algorithm, byte[] key) {
        return element(SEQUENCE, VERSION, algorithm, element(OCTETS, key));
    }

    private static byte[] element(int tag, byte[]... parts) {
        int length = Arrays.stream(parts).mapToInt(p -> p.length).sum();
        var out = new ByteArrayOutputStream();
        out.write(tag);
        if (length < 0x80) {
            out.write(length);
        } else if (length < 0x100) {
            out.write(0x81);
            out.write(length);
        } else {
            out.write(0x82);
            out.write(length >> 8);
            out.write(length);
        }
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
