package dev.drover.observe.counter.net;

import dev.drover.observe.capture.Tree;
import dev.drover.observe.counter.Cursor;
import dev.drover.observe.counter.Group;
import dev.drover.observe.counter.Measured;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;

/** The UDP sockets of {@code /proc/net/udp} and {@code udp6} that lost datagrams, by inode. */
public record UdpSockets(Map<Long, UdpSocket> byInode) {
    public static final Group<UdpSockets> GROUP = Group.files("/proc/net/udp", Reading::new);

    private static final int MOST = 100_000;
    private static final int MOST_TOLD = 200;

    /** What one file tells; {@code lines} are all sockets, with losses or without. */
    record File(Map<Long, UdpSocket> lossy, int lines) {}

    /** {@code 416: 0100007F:0035 00000000:0000 07 00000000:00000000 00:00000000 00000000 0 0 4711 2 00000000abcdef12 9}. */
    static Measured<File> parse(byte[] bytes) {
        var lossy = new HashMap<Long, UdpSocket>();
        var line = new Cursor(bytes);
        line.nextLine();
        int lines = 0;
        for (; lines < MOST && !line.atEnd(); lines++) {
            line.blanks();
            line.until(':');
            line.blanks();
            line.until(':');
            int port = (int) line.hex();
            line.word();
            line.word();
            line.blanks();
            line.until(':');
            long waiting = line.hex();
            for (int i = 0; i < 4; i++) {
                line.word();
            }
            long inode = line.number();
            line.word();
            line.word();
            long drops = line.atLineEnd() ? 0 : line.number(); // told since Linux 2.6.27
            if (drops > 0 && lossy.size() < MOST_TOLD) {
                lossy.put(inode, new UdpSocket(port, drops, waiting, inode, ""));
            }
            line.nextLine();
        }
        return line.unlessBad(new File(lossy, lines));
    }

    private static final class Reading implements Group.Reader<UdpSockets> {
        private static final int MANY = 500;
        private static final int ROUNDS = 4;

        private final Owners owners = new Owners();
        private Measured<UdpSockets> last = Measured.not("not read yet");
        private int lines;
        private int round;

        @Override
        public Measured<UdpSockets> read(Tree tree) {
            if (lines <= MANY || round % ROUNDS == 0) {
                owners.nextRound();
                Map<Long, UdpSocket> before = last.map(UdpSockets::byInode).orElse(Map.of());
                boolean first = round == 0;
                last = Group.read(tree, "/proc/net/udp", UdpSockets::parse).map(four -> {
                    var all = new HashMap<>(four.lossy());
                    Measured<File> six = Group.read(tree, "/proc/net/udp6", UdpSockets::parse);
                    all.putAll(six.map(File::lossy).orElse(Map.of()));
                    lines = four.lines() + six.map(File::lines).orElse(0);
                    all.replaceAll((inode, one) -> first ? one : owned(tree, before.get(inode), one));
                    return new UdpSockets(Collections.unmodifiableMap(all));
                });
            }
            round++;
            return last;
        }

        private UdpSocket owned(Tree tree, @org.jspecify.annotations.Nullable UdpSocket before, UdpSocket now) {
            return before == null || before.drops() < now.drops()
                    ? new UdpSocket(now.port(), now.drops(), now.waiting(), now.inode(), owners.of(tree, now.inode()))
                    : now;
        }
    }
}
