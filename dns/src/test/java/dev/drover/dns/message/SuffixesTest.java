package dev.drover.dns.message;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.drover.dns.name.DnsName;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class SuffixesTest {
    private static Suffixes of(byte[] bytes, int at, int limit) {
        var suffixes = new Suffixes();
        assertNotEquals(-1, suffixes.read(bytes, at, limit));
        return suffixes;
    }

    private static byte[] name(Random random) {
        var wire = new byte[255];
        int at = 0;
        for (int labels = random.nextInt(6); labels > 0; labels--) {
            int size = 1 + random.nextInt(30);
            wire[at++] = (byte) size;
            for (int i = 0; i < size; i++) {
                wire[at++] = (byte) random.nextInt(256);
            }
        }
        return Arrays.copyOf(wire, at + 1);
    }

    /** Every byte as {@link DnsName} lowers it, wherever the name stands and whatever stands behind it. */
    @Property
    void lowersAndHashesAlikeWhereverTheNameStands(@ForAll long seed) {
        var random = new Random(seed);
        byte[] wire = name(random);
        var exact = of(wire, 0, wire.length);
        var message = new byte[wire.length + random.nextInt(40)];
        random.nextBytes(message);
        int at = message.length - wire.length - random.nextInt(message.length - wire.length + 1);
        System.arraycopy(wire, 0, message, at, wire.length);
        var within = of(message, at, message.length);
        byte[] lower = DnsName.ofWire(wire, 0).lowerCased().wire();
        assertEquals(wire.length, within.length());
        assertArrayEquals(lower, Arrays.copyOf(exact.lower(), wire.length));
        assertArrayEquals(lower, Arrays.copyOf(within.lower(), wire.length));
        for (int label = 0; label <= exact.labels(); label++) {
            assertEquals(exact.hash(label), within.hash(label));
            var ending = of(lower, exact.start(label), lower.length);
            assertEquals(ending.hash(0), exact.hash(label));
        }
    }

    @Test
    void spreadsNamesThatDifferInLittle() {
        var hashes = new HashSet<Integer>();
        for (int i = 0; i < 10_000; i++) {
            byte[] wire = DnsName.parse("host" + i + ".example.com").wire();
            hashes.add(of(wire, 0, wire.length).hash(0) & 0x3fff_ffff);
        }
        assertEquals(10_000, hashes.size(), 5);
    }
}
