package dev.drover.registry.consul.go;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class GoDurationTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "+0, 0",
        "-0, 0",
        "0s, 0",
        "5s, 5000000000",
        "30s, 30000000000",
        "1478s, 1478000000000",
        "-5s, -5000000000",
        "+5s, 5000000000",
        "5.0s, 5000000000",
        "5.6s, 5600000000",
        "5.s, 5000000000",
        ".5s, 500000000",
        "1.004s, 1004000000",
        "10ns, 10",
        "11us, 11000",
        "12µs, 12000",
        "12μs, 12000",
        "13ms, 13000000",
        "14s, 14000000000",
        "15m, 900000000000",
        "16h, 57600000000000",
        "3h30m, 12600000000000",
        "10.5s4m, 250500000000",
        "-2m3.4s, -123400000000",
        "1h2m3s4ms5us6ns, 3723004005006",
        "0.3333333333333333333h, 1199999999999",
        "9223372036854775807ns, 9223372036854775807"
    })
    void readsWhatGoReads(String text, long nanos) throws Unreadable {
        assertEquals(Duration.ofNanos(nanos), GoDuration.parse(text));
    }

    @ParameterizedTest
    @CsvSource({
        "'', 'time: invalid duration \"\"'",
        "3, 'time: missing unit in duration \"3\"'",
        "-, 'time: invalid duration \"-\"'",
        "s, 'time: invalid duration \"s\"'",
        "., 'time: invalid duration \".\"'",
        "-.s, 'time: invalid duration \"-.s\"'",
        "+-5s, 'time: invalid duration \"+-5s\"'",
        "1..2s, 'time: missing unit in duration \"1..2s\"'",
        "5d, 'time: unknown unit \"d\" in duration \"5d\"'",
        "1h 2m, 'time: unknown unit \"h \" in duration \"1h 2m\"'",
        "9223372036854775808ns, 'time: invalid duration \"9223372036854775808ns\"'",
        "3000000h, 'time: invalid duration \"3000000h\"'"
    })
    void refusesTheRestInGosWords(String text, String why) {
        assertEquals(
                why,
                assertThrows(Unreadable.class, () -> GoDuration.parse(text)).getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0s",
        "1, 1ns",
        "1100, 1.1µs",
        "2200000, 2.2ms",
        "3300000000, 3.3s",
        "245000000000, 4m5s",
        "245001000000, 4m5.001s",
        "18367001000000, 5h6m7.001s",
        "480000000001, 8m0.000000001s",
        "3600000000000, 1h0m0s",
        "-60000000000, -1m0s"
    })
    void writesWhatGoWrites(long nanos, String text) {
        assertEquals(text, GoDuration.text(Duration.ofNanos(nanos)));
    }

    @Property
    void readsBackWhatItWrote(@ForAll long nanos) throws Unreadable {
        if (nanos != Long.MIN_VALUE) {
            assertEquals(Duration.ofNanos(nanos), GoDuration.parse(GoDuration.text(Duration.ofNanos(nanos))));
        }
    }

    @Property
    void readsOrRefusesAnyText(@ForAll String text) {
        try {
            assertTrue(GoDuration.parse(text).toNanos() != Long.MIN_VALUE);
        } catch (Unreadable e) {
            assertTrue(e.getMessage().startsWith("time: "));
        }
    }
}
