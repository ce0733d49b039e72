package dev.drover.observe.capture;

/** All TCP sockets by {@code /proc/net/tcp} and {@code tcp6} (proc(5)) of any tree: without what connections waited for. */
final class SocketFiles {
    private static final int MOST = 200_000;

    private SocketFiles() {}

    static Content read(Tree tree) {
        if (!(tree.read("/proc/net/tcp") instanceof Content.Text four)) {
            return new Content.Unreadable("No such file or directory");
        }
        var sockets = new TcpSockets(tree);
        String six = tree.read("/proc/net/tcp6") instanceof Content.Text text ? text.toString() : "";
        String[] lines = (four + "\n" + six).split("\n", MOST);
        for (boolean listeners : new boolean[] {true, false}) {
            for (String line : lines) {
                String[] fields = line.strip().split("\\s+", 11);
                if (fields.length >= 10 && fields[3].equals("0A") == listeners) {
                    take(fields, sockets);
                }
            }
        }
        return Content.Text.of(sockets.text());
    }

    /** {@code 0: 0100007F:819F 00000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 3491137 ...}. */
    private static void take(String[] fields, TcpSockets sockets) {
        try {
            String[] here = fields[1].split(":", 2);
            String[] there = fields[2].split(":", 2);
            String[] queues = fields[4].split(":", 2);
            int state = Integer.parseInt(fields[3], 16);
            sockets.add(new TcpSockets.Socket(
                    state,
                    address(here[0]),
                    Integer.parseInt(here[1], 16),
                    address(there[0]),
                    Integer.parseInt(there[1], 16),
                    Long.parseLong(queues[1], 16),
                    state == 10 ? -1 : Long.parseLong(queues[0], 16),
                    Long.parseLong(fields[9])));
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
            // The line of names, or one that was cut off: not a socket.
        }
    }

    /** Words of 4 bytes, each in the byte order of the machine, which is little-endian wherever we run. */
    private static TcpSockets.Address address(String hex) {
        long[] words = new long[Math.min(4, hex.length() / 8)];
        for (int i = 0; i < words.length; i++) {
            words[i] = Integer.toUnsignedLong(
                    Integer.reverseBytes(Integer.parseUnsignedInt(hex.substring(8 * i, 8 * i + 8), 16)));
        }
        return words.length == 4
                ? new TcpSockets.Address(words[0] << 32 | words[1], words[2] << 32 | words[3], true)
                : new TcpSockets.Address(0, words[0], false);
    }
}
