package dev.drover.dns.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The values of the authors' own implementation: key 00 01 .. 0f, message 00 01 .. of that length. */
class SipHashTest {
    @ParameterizedTest
    @CsvSource({
        "0, 310e0edd47db6f72",
        "1, fd67dc93c539f874",
        "7, 37d1018bf50002ab",
        "8, 6224939a79f5f593",
        "15, e545be4961ca29a1",
        "16, db9bc2577fcc2a3f"
    })
    void isThatOfItsAuthors(int length, String expected) {
        byte[] key = new byte[16];
        byte[] message = new byte[length];
        for (int i = 0; i < 16; i++) {
            key[i] = (byte) i;
        }
        for (int i = 0; i < length; i++) {
            message[i] = (byte) i;
        }
        byte[] hash = new byte[8];
        SipHash.put(SipHash.of(SipHash.Key.of(key), message, length), hash, 0);
        assertEquals(expected, HexFormat.of().formatHex(hash));
    }
}
