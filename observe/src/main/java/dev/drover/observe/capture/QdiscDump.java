package dev.drover.observe.capture;

import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** What waits and was dropped at the way out of each interface, by netlink (rtnetlink(7), linux/rtnetlink.h, linux/gen_stats.h). */
final class QdiscDump {
    private static final int GET = 38;
    private static final int HEAD = 20;
    private static final int KIND = 1;
    private static final int STATISTICS = 7;
    private static final int BASIC = 1;
    private static final int QUEUE = 3;
    private static final int MOST = 4000;

    private QdiscDump() {}

    static Content read() {
        var text = new StringBuilder();
        int[] lines = new int[1];
        try (Arena arena = Arena.ofConfined()) {
            Netlink.dump(Netlink.ROUTE, GET, new byte[HEAD], entry -> {
                if (entry.limit() >= HEAD && lines[0]++ < MOST) {
                    text.append(line(arena, entry));
                }
            });
        } catch (Libc.Failed e) {
            return new Content.Unreadable(String.valueOf(e.getMessage()));
        }
        return Content.Text.of(text.isEmpty() ? "none\n" : text.toString());
    }

    private static String line(Arena arena, ByteBuffer entry) {
        ByteBuffer kind = Netlink.attribute(entry, HEAD, KIND);
        ByteBuffer statistics = Netlink.attribute(entry, HEAD, STATISTICS);
        ByteBuffer basic = Netlink.attribute(statistics, 0, BASIC);
        ByteBuffer queue = Netlink.attribute(statistics, 0, QUEUE);
        if (kind.limit() < 2 || basic.limit() < 12 || queue.limit() < 20) {
            return "";
        }
        byte[] name = new byte[kind.limit() - 1];
        kind.get(name);
        return Libc.interfaceName(arena, entry.getInt(4)) + " "
                + new String(name, StandardCharsets.US_ASCII) + " "
                + Integer.toHexString(entry.getInt(8) >>> 16) + ": " + basic.getLong(0) + " " + number(basic, 8) + " "
                + number(queue, 8) + " " + number(queue, 16) + " " + number(queue, 0) + " " + number(queue, 4) + "\n";
    }

    private static long number(ByteBuffer at, int offset) {
        return Integer.toUnsignedLong(at.getInt(offset));
    }
}
