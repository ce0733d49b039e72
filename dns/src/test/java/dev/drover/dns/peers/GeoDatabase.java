package dev.drover.dns.peers;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A database of cities, drawn: networks of all lengths, each at some place or at none, beside each other and within each other.
 *
 * @see <a href="https://maxmind.github.io/MaxMind-DB/">MaxMind DB File Format Specification 2.0</a>
 */
final class GeoDatabase {
    /** One place, with a subdivision or without. */
    record City(String continent, String country, String subdivision, double latitude, double longitude) {
        private Map<String, Object> data() {
            var all = new LinkedHashMap<String, Object>();
            all.put("continent", Map.of("code", continent));
            all.put("country", Map.of("iso_code", country));
            all.put("location", Map.of("latitude", latitude, "longitude", longitude));
            if (!subdivision.isEmpty()) {
                all.put("subdivisions", List.of(Map.of("iso_code", subdivision)));
            }
            return all;
        }
    }

    /** Either two halves, or one place for all, or nothing. */
    private record Node(
            @Nullable Node zero,
            @Nullable Node one,
            @Nullable City city,
            int number) {}

    private static final byte[] METADATA = "\u00ab\u00cd\u00efMaxMind.com".getBytes(StandardCharsets.ISO_8859_1);
    private static final int IPV4_DEPTH = 96;

    private final List<City> cities;
    private final Random random;
    private final List<Node> nodes = new ArrayList<>();

    private GeoDatabase(List<City> cities, Random random) {
        this.cities = cities;
        this.random = random;
    }

    /** A file's bytes. */
    static byte[] drawn(List<City> cities, Random random) {
        var database = new GeoDatabase(cities, random);
        database.nodes.add(database.leaf()); // the root's place, which is not known yet
        database.nodes.set(0, database.node(0, true, 0));
        return database.bytes();
    }

    private Node leaf() {
        City city = random.nextInt(8) == 0 ? null : cities.get(random.nextInt(cities.size()));
        return new Node(null, null, city, -1);
    }

    /**
     * Addresses of IPv4 stand below 96 zeros; of the others, global ones (2000::/3) are at places.
     *
     * @param zeros whether all bits before are
     * @param top the first three bits, as far as they are known
     */
    private Node node(int depth, boolean zeros, int top) {
        boolean isGlobal = depth >= 3 && top == 1;
        if (!zeros && !isGlobal && depth >= 3) {
            return new Node(null, null, null, -1);
        }
        int bits = zeros ? depth - IPV4_DEPTH : depth;
        boolean isSettled = depth >= 3 && (isGlobal || bits >= 0);
        if (isSettled && random.nextInt(100) < chance(bits)) {
            return leaf();
        }
        int number = depth == 0 ? 0 : nodes.size();
        if (depth > 0) {
            nodes.add(leaf()); // its place is taken, its halves come
        }
        Node zero = node(depth + 1, zeros, depth < 3 ? top << 1 : top);
        Node one = node(depth + 1, zeros && depth >= IPV4_DEPTH, depth < 3 ? top << 1 | 1 : top);
        Node made = new Node(zero, one, null, number);
        nodes.set(number, made);
        return made;
    }

    /** Of ending here, in percent: mostly between /10 and /24. */
    private static int chance(int bits) {
        return bits >= 30 ? 100 : bits < 8 ? 0 : bits < 16 ? 30 : 55;
    }

    private byte[] bytes() {
        var data = new Encoder();
        var offsets = new LinkedHashMap<City, Integer>();
        for (City city : cities) {
            offsets.put(city, data.size());
            data.write(city.data());
        }
        var all = new Encoder();
        for (Node node : nodes) {
            all.number(pointer(node.zero(), offsets));
            all.number(pointer(node.one(), offsets));
        }
        all.raw(new byte[16]);
        all.raw(data.bytes());
        all.raw(METADATA);
        var about = new LinkedHashMap<String, Object>();
        about.put("binary_format_major_version", (short) 2);
        about.put("binary_format_minor_version", (short) 0);
        about.put("build_epoch", 1_767_225_600L);
        about.put("database_type", "GeoLite2-City");
        about.put("description", Map.of("en", "drawn"));
        about.put("ip_version", (short) 6);
        about.put("languages", List.of("en"));
        about.put("node_count", nodes.size());
        about.put("record_size", (short) 32);
        all.write(about);
        return all.bytes();
    }

    private int pointer(@Nullable Node node, Map<City, Integer> offsets) {
        if (node == null || node.number() < 0 && node.city() == null) {
            return nodes.size();
        }
        return node.city() == null ? node.number() : nodes.size() + 16 + offsets.get(node.city());
    }

    /** The data section's types. */
    private static final class Encoder {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final DataOutputStream out = new DataOutputStream(bytes);

        int size() {
            return bytes.size();
        }

        byte[] bytes() {
            return bytes.toByteArray();
        }

        void raw(byte[] some) {
            bytes.writeBytes(some);
        }

        void number(int value) {
            raw(new byte[] {(byte) (value >> 24), (byte) (value >> 16), (byte) (value >> 8), (byte) value});
        }

        void write(Object value) {
            try {
                switch (value) {
                    case String text -> {
                        head(2, text.length());
                        raw(text.getBytes(StandardCharsets.US_ASCII));
                    }
                    case Double number -> {
                        head(3, 8);
                        out.writeDouble(number);
                    }
                    case Short number -> {
                        head(5, 2);
                        out.writeShort(number);
                    }
                    case Integer number -> {
                        head(6, 4);
                        out.writeInt(number);
                    }
                    case Long number -> {
                        head(9, 8);
                        out.writeLong(number);
                    }
                    case Map<?, ?> map -> {
                        head(7, map.size());
                        map.forEach((key, one) -> {
                            write(key);
                            write(one);
                        });
                    }
                    case List<?> list -> {
                        head(11, list.size());
                        list.forEach(this::write);
                    }
                    default -> throw new IllegalArgumentException(value.toString());
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void head(int type, int size) {
            if (size > 28) {
                throw new IllegalArgumentException("too long: " + size);
            }
            if (type <= 7) {
                bytes.write(type << 5 | size);
            } else {
                bytes.write(size);
                bytes.write(type - 7);
            }
        }
    }
}
