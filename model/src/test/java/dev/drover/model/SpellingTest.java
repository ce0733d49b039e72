package dev.drover.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpellingTest {
    @ParameterizedTest
    @CsvSource({
        "0, off",
        "1, 1ms",
        "250, 250ms",
        "1000, 1s",
        "60000, 60s",
        "90000, 90s",
        "300000, 5m",
        "3600000, 1h",
        "3660000, 61m"
    })
    void spellsDurationsWithoutFractions(long millis, String text) {
        assertEquals(text, Spelling.of(Duration.ofMillis(millis)));
    }

    @ParameterizedTest
    @CsvSource({"0, 0B", "1, 1B", "1023, 1023B", "1024, 1KiB", "1536, 1536B", "10485760, 10MiB", "2147483648, 2GiB"})
    void spellsSizesWithoutFractions(long bytes, String text) {
        assertEquals(text, Spelling.ofBytes(bytes));
    }

    /** RFC 5952 section 4: lower case, no leading zeros, the longest run of zeros, the first of equal ones, never a single one. */
    @ParameterizedTest
    @CsvSource({
        "2001:0DB8::0001, 2001:db8::1",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
        "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "::, ::",
        "::1, ::1",
        "fd00::, fd00::",
        "192.0.2.1, 192.0.2.1"
    })
    void spellsAddressesInOneWay(String literal, String text) {
        assertEquals(text, Spelling.of(InetAddress.ofLiteral(literal)));
    }

    @Test
    void templatesNameOnlyWhatLooksLikeAName() {
        assertEquals(List.of("host", "a-b_1"), Template.names("x{host}{}{ c }{1}{a-b_1}{\"a\": 1}{"));
    }

    @Test
    void networksContainWhatSharesTheirPrefix() {
        var network = new Network(Where.nowhere(), InetAddress.ofLiteral("10.1.0.0"), 15);
        assertEquals(true, network.contains(InetAddress.ofLiteral("10.1.255.255")));
        assertEquals(false, network.contains(InetAddress.ofLiteral("10.2.0.0")));
        assertEquals(false, network.contains(InetAddress.ofLiteral("::1")));
        assertEquals(
                true,
                new Network(Where.nowhere(), InetAddress.ofLiteral("::"), 0)
                        .contains(InetAddress.ofLiteral("fe80::1")));
    }
}
