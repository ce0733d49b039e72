package dev.drover.registry.consul.go;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoJsonTest {
    private static String complaint(String text) {
        return assertThrows(Unreadable.class, () -> GoJson.parse(text)).getMessage();
    }

    @Test
    void readsWhatIsWellFormed() throws Unreadable {
        assertEquals(
                Map.of("a", List.of(new BigDecimal("1"), true, "x\n\u00e9"), "b", Map.of()),
                GoJson.parse(" {\"a\": [1, true, \"x\\n\\u00e9\"], \"b\" : {}} rest is not looked at"));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "``|EOF",
                "{|unexpected EOF",
                "nonsense|invalid character 'o' in literal null (expecting 'u')",
                "x|invalid character 'x' looking for beginning of value",
                "{1|invalid character '1' looking for beginning of object key string",
                "{\"a\" 1}|invalid character '1' after object key",
                "{\"a\":1 \"b\"|invalid character '\"' after object key:value pair",
                "[1 2]|invalid character '2' after array element",
                "[1,]|invalid character ']' looking for beginning of value",
                "\"\\x\"|invalid character 'x' in string escape code",
                "\"\\u12g4\"|invalid character 'g' in \\u hexadecimal character escape",
                "-x|invalid character 'x' in numeric literal",
                "1.x|invalid character 'x' after decimal point in numeric literal",
                "1ex|invalid character 'x' in exponent of numeric literal"
            })
    void saysWhatIsWrongInTheWordsOfGo(String text, String words) {
        assertEquals(words, complaint(text));
    }

    @Test
    void refusesWhatIsNestedTooDeep() {
        assertEquals("exceeded max depth", complaint("[".repeat(100_000)));
    }

    @Property
    void neverFailsOtherwise(@ForAll String text) {
        try {
            GoJson.parse(text);
        } catch (Unreadable e) {
            assertFalse(e.getMessage().isBlank());
        }
    }

    @Property
    void readsBackAnyText(@ForAll String text) throws Exception {
        assertEquals(text, GoJson.parse(new ObjectMapper().writeValueAsString(text)));
    }
}
