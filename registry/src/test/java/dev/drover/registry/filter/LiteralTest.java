package dev.drover.registry.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Go's texts for numbers, truth values and strings. */
final class LiteralTest {
    private static void means(long value, String text) {
        assertEquals(new Literal.Of<>(value), Literal.whole(text), text);
    }

    @Test
    void readsWholeNumbersOfEveryBase() {
        means(0, "0");
        means(-0L, "-0");
        means(42, "+42");
        means(34, "042");
        means(34, "0o42");
        means(10, "0b1010");
        means(-31, "-0X1f");
        means(31, "0x_1_f");
        means(7, "0_7");
        means(1000, "1_000");
        means(Long.MAX_VALUE, "9223372036854775807");
        means(Long.MIN_VALUE, "-9223372036854775808");
        means(1, "0x" + "0".repeat(100) + "1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", "+-1", "1_", "_1", "1__0", "0x", "0b2", "08", "1.0", "1e3", " 1", "٣", "0x_"})
    void refusesWhatIsNoWholeNumber(String text) {
        var bad = assertInstanceOf(Literal.Bad.class, Literal.whole(text));
        assertEquals("strconv.ParseInt: parsing " + Quoted.quote(text) + ": invalid syntax", bad.why());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"9223372036854775808", "-9223372036854775809", "0xffffffffffffffffffffffffffffffffffffffffffff"})
    void refusesWhatIsTooLarge(String text) {
        var bad = assertInstanceOf(Literal.Bad.class, Literal.whole(text));
        assertEquals("strconv.ParseInt: parsing " + Quoted.quote(text) + ": value out of range", bad.why());
    }

    @Property
    void readsBackEveryNumber(@ForAll long value) {
        means(value, Long.toString(value));
    }

    @Property
    void readsBackEveryTextThatItQuotes(@ForAll String text) {
        if (text.codePoints().noneMatch(c -> c >= 0xd800 && c < 0xe000)) {
            assertEquals(text, Quoted.unquote(Quoted.quote(text)));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"\\\"",
                "\"\\q\"",
                "\"a\nb\"",
                "\"\\x4\"",
                "\"\\400\"",
                "\"\\ud800\"",
                "\"\\U00110000\"",
                "\"\\'\""
            })
    void refusesWhatIsNoString(String literal) {
        assertNull(Quoted.unquote(literal));
    }
}
