package dev.drover.dns.peers;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.drover.dns.answer.Answers;
import dev.drover.dns.answer.Identity;
import dev.drover.dns.name.RecordType;
import dev.drover.dns.peers.Questions.Question;
import dev.drover.dns.serve.DnsServer;
import dev.drover.dns.zone.Zone;
import dev.drover.plane.Ticker;
import dev.drover.testkit.peer.NameServer;
import dev.drover.wire.Loops;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The same zones here and in other people's servers: the same questions must get the same answers, section by section. */
class DifferentialTest {
    private static final long SEED = 20_260_101;
    private static final List<Zone> ZONES = Zones.all();

    @TempDir
    Path folder;

    private interface Comparison {
        /** What differs; null when nothing does. */
        String compare(Question question, byte[] query, Asker us, Asker them) throws IOException;
    }

    @ParameterizedTest
    @EnumSource
    void answersOnStreamsAsOthersDo(NameServer.Kind kind) throws Exception {
        compare(kind, 5000, (question, query, us, them) -> {
            Seen theirs = Seen.of(them.tcp(query));
            Seen ours = Seen.of(us.tcp(query));
            boolean soa = question.type() == RecordType.SOA.number();
            return theirs.equals(Differences.expected(kind, ours, theirs, soa)) ? null : told(ours, theirs);
        });
    }

    /** What others do not cut off, we do not either. Names are compressed more or less well: some cut off what we can send whole. */
    @ParameterizedTest
    @EnumSource
    void cutsDatagramsWhereOthersDo(NameServer.Kind kind) throws Exception {
        compare(kind, 2500, (question, query, us, them) -> {
            Seen theirs = Seen.of(them.udp(query));
            Seen ours = Seen.of(us.udp(query));
            boolean same =
                    theirs.truncated() || (!ours.truncated() && ours.answer().equals(theirs.answer()));
            return same ? null : told(ours, theirs);
        });
    }

    private static String told(Seen ours, Seen theirs) {
        return "\n  ours " + ours + "\n  theirs " + theirs;
    }

    private void compare(NameServer.Kind kind, int count, Comparison comparison) throws Exception {
        assumeTrue(kind.isInstalled(), kind + " is not installed");
        var differences = new ArrayList<String>();
        try (var loops = Loops.start(1, Ticker.system());
                var ours = DnsServer.open(loops, "127.0.0.1", 0, Answers.of(ZONES, Identity.ANONYMOUS));
                var theirs = NameServer.start(kind, folder, Zones.files());
                var us = new Asker(ours.port());
                var them = new Asker(theirs.port())) {
            int id = 0;
            for (var question : Questions.about(ZONES, count, new Random(SEED))) {
                String difference = comparison.compare(question, question.message(++id & 0xffff), us, them);
                if (difference != null) {
                    differences.add(question + difference);
                }
            }
        }
        assertTrue(
                differences.isEmpty(),
                () -> differences.size() + " differences from " + kind + ":\n" + String.join("\n", differences));
    }
}
