package dev.drover.gateway.stage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class HexTest {
    @Property
    void spellsEveryNumberAsTheLibraryDoes(@ForAll int value) {
        byte[] digits = ByteBuffer.allocate(8).putLong(Hex.digits(value)).array();
        assertEquals(HexFormat.of().toHexDigits(value), new String(digits, StandardCharsets.US_ASCII));
    }
}
