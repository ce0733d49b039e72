package dev.drover.dns.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.drover.dns.answer.Answers;
import dev.drover.dns.answer.Identity;
import dev.drover.dns.guard.Guard;
import dev.drover.dns.serve.Aside;
import dev.drover.dns.serve.DnsServer;
import dev.drover.model.Dns.Guarding;
import dev.drover.plane.Ticker;
import dev.drover.testkit.peer.NameServer;
import dev.drover.wire.Loops;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@code dig} and {@code kdig} can ask in odd ways, asked of BIND, NSD, Knot and here. {@code options.txt} has our answer to each, and of the others
 * those that answer otherwise, with the reason.
 */
@Timeout(300)
class OptionsTest {
    private static final String ORIGIN = "options.test";
    private static final Path TABLE = Path.of("src/test/resources/options.txt");
    private static final String INDENT = "    ";

    @TempDir
    Path folder;

    private final Loops loops = Loops.start(1, Ticker.system());
    private final Map<NameServer.Kind, NameServer> others = new EnumMap<>(NameServer.Kind.class);
    private DnsServer server;

    @BeforeEach
    void start() throws IOException {
        for (var kind : NameServer.Kind.values()) {
            assumeTrue(kind.isInstalled(), kind + " is not installed");
        }
        Path zone =
                Files.writeString(folder.resolve("zone"), """
                $ORIGIN options.test.
                @ 300 SOA ns1 hostmaster 1 3600 900 86400 60
                @ 300 NS ns1
                ns1 300 A 192.0.2.1
                www 300 A 192.0.2.2
                big 300 TXT %s
                """.formatted(("\"" + "x".repeat(250) + "\" ").repeat(6)));
        var guard = new Guard(Ticker.system(), 1);
        guard.use(Guarding.DEFAULT.limiting(), true, new byte[32]);
        var identity = new Identity("here", "drover", Identity.SAFE_PAYLOAD);
        server = DnsServer.open(
                loops,
                "127.0.0.1",
                0,
                Answers.of(List.of(Zones.read(zone, ORIGIN)), identity),
                new DnsServer.Staff(Aside.REFUSING, guard));
        for (var kind : NameServer.Kind.values()) {
            String more = switch (kind) {
                case NSD -> "server:\n  minimal-responses: yes\n  answer-cookie: yes\n  nsid: \"ascii_there\"\n";
                case BIND, KNOT -> "";
            };
            others.put(kind, NameServer.start(kind, folder.resolve(kind.name()), Map.of(ORIGIN, zone), more));
        }
    }

    @AfterEach
    void close() {
        others.values().forEach(NameServer::close);
        server.close();
        loops.close();
    }

    private List<String> seen(String command) {
        String ours = Digging.ask(command, ORIGIN, server.port());
        var lines = new ArrayList<>(List.of(command, INDENT + ours));
        others.forEach((kind, other) -> {
            String theirs = Digging.ask(command, ORIGIN, other.port());
            if (!theirs.equals(ours)) {
                lines.add(INDENT + kind + " " + theirs);
            }
        });
        return lines;
    }

    @Test
    void answersWhatIsAskedInOddWaysAsOthersDo() throws IOException {
        List<String> table = Files.readAllLines(TABLE).stream()
                .filter(l -> !l.isBlank() && !l.startsWith("#"))
                .toList();
        for (String line : table) {
            boolean other = line.matches(INDENT + "(BIND|NSD|KNOT) .*");
            assertTrue(!other || line.contains(" # "), () -> "no reason: " + line);
        }
        List<String> expected =
                table.stream().map(l -> l.replaceFirst(" +# .*", "")).toList();
        List<String> seen = expected.stream()
                .filter(l -> !l.startsWith(INDENT))
                .flatMap(l -> seen(l).stream())
                .toList();
        assertTrue(expected.size() > 100);
        assertEquals(String.join("\n", expected), String.join("\n", seen));
    }
}
