package dev.drover.dns.name;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DnsNameTest {
    private static final DnsName EXAMPLE = DnsName.parse("example.com");

    @Test
    void keepsTheCaseItWasWrittenInAndComparesWithoutIt() {
        var mixed = DnsName.parse("wWw.ExaMple.com.");
        var lower = DnsName.parse("www.example.com");
        assertEquals(lower, mixed);
        assertEquals(lower.hashCode(), mixed.hashCode());
        assertEquals(0, lower.compareTo(mixed));
        assertEquals("wWw.ExaMple.com.", mixed.toString());
        assertEquals("www.example.com.", mixed.lowerCased().toString());
    }

    @Test
    void foldsNothingButLettersOfAscii() {
        assertNotEquals(DnsName.parse("\\192.example"), DnsName.parse("\\224.example"));
        assertNotEquals(DnsName.parse("[.example"), DnsName.parse("{.example"));
        assertNotEquals(DnsName.parse("\\@.example"), DnsName.parse("`.example"));
    }

    @Test
    void readsWhatIsRelativeBehindItsOrigin() {
        assertEquals("www.example.com.", DnsName.parse("www", EXAMPLE).toString());
        assertEquals("www.", DnsName.parse("www.", EXAMPLE).toString());
        assertEquals("example.com.", DnsName.parse("@", EXAMPLE).toString());
        assertEquals("a.b.example.com.", EXAMPLE.child("a.b").toString());
        assertEquals(".", DnsName.parse(".").toString());
    }

    @Test
    void readsAndWritesEscapes() {
        var odd = DnsName.parse("a\\.b\\032c\\\"\\;.example");
        assertEquals(2, odd.labels());
        assertArrayEquals(new byte[] {7, 'a', '.', 'b', ' ', 'c', '"', ';'}, Arrays.copyOf(odd.wire(), 8));
        assertEquals("a\\.b\\032c\\\"\\;.example.", odd.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "..", ".a", "a..b", "a b", "a\\", "a\\25", "a\\256", "ä.example", "a\tb"})
    void refusesTextThatIsNoName(String text) {
        var e = assertThrows(IllegalArgumentException.class, () -> DnsName.parse(text));
        assertFalse(String.valueOf(e.getMessage()).isBlank());
    }

    @Test
    void holdsLabelsOf63AndNamesOf255Bytes() {
        var label = "a".repeat(63);
        var longest = DnsName.parse(String.join(".", label, label, label, "b".repeat(61)));
        assertEquals(255, longest.length());
        assertThrows(IllegalArgumentException.class, () -> DnsName.parse("a".repeat(64)));
        assertThrows(
                IllegalArgumentException.class,
                () -> DnsName.parse(String.join(".", label, label, label, "b".repeat(62))));
        assertThrows(IllegalArgumentException.class, longest::wildcard);
    }

    @Test
    void refusesWireFormsThatPointOrEndEarly() {
        assertThrows(IllegalArgumentException.class, () -> DnsName.ofWire(new byte[] {(byte) 0xc0, 0}, 0));
        assertThrows(IllegalArgumentException.class, () -> DnsName.ofWire(new byte[] {64, 'a', 0}, 0));
        assertThrows(IllegalArgumentException.class, () -> DnsName.ofWire(new byte[] {3, 'a', 'b'}, 0));
        assertThrows(IllegalArgumentException.class, () -> DnsName.ofWire(new byte[] {1, 'a'}, 0));
        assertThrows(IllegalArgumentException.class, () -> DnsName.ofWire(new byte[] {}, 0));
        assertThrows(IllegalArgumentException.class, () -> DnsName.ofWire(new byte[] {0}, -1));
    }

    @Test
    void knowsItsParentsAndWhatIsBelow() {
        var name = DnsName.parse("a.b.EXAMPLE.com");
        assertEquals(DnsName.parse("b.example.com"), name.parent());
        assertEquals(EXAMPLE, name.last(2));
        assertEquals(DnsName.ROOT, name.last(0));
        assertTrue(name.isBelow(EXAMPLE));
        assertTrue(EXAMPLE.isAtOrBelow(EXAMPLE));
        assertFalse(EXAMPLE.isBelow(EXAMPLE));
        assertFalse(DnsName.parse("notexample.com").isAtOrBelow(EXAMPLE));
        assertTrue(EXAMPLE.isBelow(DnsName.ROOT));
        assertTrue(EXAMPLE.wildcard().isWildcard());
        assertFalse(EXAMPLE.isWildcard());
        assertThrows(IllegalStateException.class, DnsName.ROOT::parent);
    }

    /** A label may hold the bytes of a length and a name: what looks like an ending of the bytes is none of the labels. */
    @Test
    void comparesEndingsByLabels() {
        assertFalse(DnsName.parse("a\\007example\\003com").isAtOrBelow(EXAMPLE));
    }

    @Test
    void movesBelowAnotherName() {
        var moved = DnsName.parse("X.y.example.com").moved(EXAMPLE, DnsName.parse("other.net"));
        assertEquals("X.y.other.net.", moved.toString());
        assertThrows(IllegalArgumentException.class, () -> EXAMPLE.moved(DnsName.parse("a.net"), DnsName.ROOT));
    }

    /** The example of RFC 4034 section 6.1. */
    @Test
    void sortsCanonically() {
        var sorted = List.of(
                        "example",
                        "a.example",
                        "yljkjljk.a.example",
                        "Z.a.example",
                        "zABC.a.EXAMPLE",
                        "z.example",
                        "\\001.z.example",
                        "*.z.example",
                        "\\200.z.example")
                .stream()
                .map(DnsName::parse)
                .toList();
        assertEquals(sorted, sorted.reversed().stream().sorted().toList());
    }

    @Property
    void readsBackWhatItWrites(@ForAll("names") DnsName name) {
        assertArrayEquals(name.wire(), DnsName.parse(name.toString()).wire());
        assertArrayEquals(name.wire(), DnsName.ofWire(name.wire(), 0).wire());
    }

    @Property
    void ordersAsItEquals(@ForAll("names") DnsName one, @ForAll("names") DnsName other) {
        assertEquals(one.equals(other), one.compareTo(other) == 0);
        assertEquals(Integer.signum(one.compareTo(other)), -Integer.signum(other.compareTo(one)));
        if (!one.isRoot()) {
            assertTrue(one.compareTo(one.parent()) > 0);
            assertTrue(one.isBelow(one.parent()));
        }
    }

    @Property
    void readsAnyBytesOrRefusesThem(@ForAll byte[] bytes, @ForAll byte at) {
        try {
            var name = DnsName.ofWire(bytes, at);
            assertArrayEquals(Arrays.copyOfRange(bytes, at, at + name.length()), name.wire());
        } catch (IllegalArgumentException expected) {
            assertFalse(String.valueOf(expected.getMessage()).isBlank());
        }
    }

    @Provide
    Arbitrary<DnsName> names() {
        var label = Arbitraries.bytes().array(byte[].class).ofMinSize(1).ofMaxSize(20);
        return label.list().ofMaxSize(8).map(labels -> {
            var name = DnsName.ROOT;
            for (byte[] bytes : labels) {
                var front = new byte[bytes.length + 1];
                front[0] = (byte) bytes.length;
                System.arraycopy(bytes, 0, front, 1, bytes.length);
                name = DnsName.join(front, name);
            }
            return name;
        });
    }
}
