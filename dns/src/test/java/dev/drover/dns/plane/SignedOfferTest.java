package dev.drover.dns.plane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.plane.NotPrepared;
import dev.drover.plane.control.Challenge;
import dev.drover.testkit.FakeTime;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Type;
import org.xbill.DNS.ZoneTransferIn;

/** What a secondary is given of a zone that is signed here, and when. */
class SignedOfferTest {
    private static final String ZONE = """
            dns:
              zones:
                example.com:
                  records: ["@ 300 IN SOA ns.example.net. admin %s 3600 900 86400 60", "@ 300 IN NS ns.example.net.", "www 300 IN A 192.0.2.1"%s]
                  sign: {roll: off}
                  transfer: {networks: [127.0.0.0/8]}
            """;

    @TempDir
    Path folder;

    private final FakeTime time = new FakeTime();
    private RunningNames names;

    @BeforeEach
    void open() {
        names = new RunningNames(time, folder);
    }

    @AfterEach
    void close() {
        names.close();
    }

    private List<Record> copy() throws Exception {
        ZoneTransferIn transfer = ZoneTransferIn.newAXFR(
                Name.fromString("example.com."), "127.0.0.1", names.plane().port("names"), null);
        transfer.run();
        return transfer.getAXFR();
    }

    private static long serial(List<Record> copy) {
        return ((SOARecord) copy.getFirst()).getSerial();
    }

    private static boolean has(List<Record> copy, String owner, int type) {
        return copy.stream()
                .anyMatch(r -> r.getType() == type && r.getName().toString().equals(owner));
    }

    private List<Record> after(Duration span) throws Exception {
        time.advance(span);
        names.plane().tick();
        return copy();
    }

    @Test
    void staysUntilItsSerialGrowsWhichIsEachDay() throws Exception {
        names.apply(ZONE.formatted("7", ""));
        List<Record> first = copy();
        assertEquals(FakeTime.START.getEpochSecond(), serial(first));
        for (int type : List.of(Type.DNSKEY, Type.CDS, Type.CDNSKEY, Type.NSEC, Type.RRSIG)) {
            assertTrue(has(first, "example.com.", type), Type.string(type));
        }
        assertEquals(first, after(Duration.ofHours(23)));
        assertEquals(serial(first), serial(names));
        for (int day = 1; day < 40; day++) {
            List<Record> next = after(Duration.ofDays(1));
            assertEquals(serial(first) + day, serial(next));
            assertEquals(serial(first) + day, serial(names));
        }
    }

    /** Two weeks, a week and a month, which none of the signatures would last that came with a copy. */
    @Test
    void isAskedForAndEndsBeforeItsSignaturesWhateverTheFileSays() throws Exception {
        String slow = ZONE.replace("3600 900 86400", "1209600 604800 2592000");
        names.apply(slow.formatted("7", ""));
        String serial = Long.toString(serial(names));
        String bounded = "ns.example.net. admin.example.com. " + serial + " 86400 86400 432000 60";
        assertEquals(List.of(bounded), names.data("example.com.", Type.SOA));
        assertEquals(bounded, copy().getFirst().rdataToString());
        names.apply(ZONE.formatted("7", ""));
        assertTrue(copy().getFirst().rdataToString().endsWith(" 3600 900 86400 60"), "what is sooner stays");
        names.apply(slow.formatted("7", "").replace("sign: {roll: off}", ""));
        assertTrue(copy().getFirst().rdataToString().endsWith(" 1209600 604800 2592000 60"), "it is not signed");
    }

    /** Of what is answered here. */
    private static long serial(RunningNames names) throws Exception {
        return Long.parseLong(names.data("example.com.", Type.SOA).getFirst().split(" ", -1)[2]);
    }

    @Test
    void growsWithEachModelWhateverTheDaysBefore() throws Exception {
        names.apply(ZONE.formatted("7", ""));
        long before = serial(after(Duration.ofDays(200)));
        names.apply(ZONE.formatted("7", ", \"mail 300 IN A 192.0.2.2\""));
        List<Record> next = copy();
        assertTrue(serial(next) > before, serial(next) + " after " + before);
        assertTrue(has(next, "mail.example.com.", Type.A));
    }

    /** RFC 4034 section 3. */
    @Test
    void hasSignaturesWithTheTtlOfWhatTheySign() throws Exception {
        names.apply(ZONE.formatted("7", ", \"www 4000 IN TXT other\""));
        List<Record> copy = copy();
        var seen = new HashSet<Long>();
        for (Record record : copy) {
            if (record instanceof RRSIGRecord signature) {
                Record signed = copy.stream()
                        .filter(r ->
                                r.getName().equals(signature.getName()) && r.getType() == signature.getTypeCovered())
                        .findFirst()
                        .orElseThrow();
                assertEquals(signed.getTTL(), signature.getTTL(), signature.toString());
                seen.add(signature.getTTL());
            }
        }
        assertTrue(seen.containsAll(List.of(60L, 300L, 4000L)), seen.toString());
    }

    /** As when what was not confirmed is put back, or a node joins others whose model is older. */
    @Test
    void isOfferedUnderAnOlderEditionAsWell() throws Exception {
        names.apply(ZONE.formatted("7", ""));
        RunningNames.use(names.plane()
                .prepare(RunningNames.model(ZONE.formatted("7", "")), FakeTime.START.getEpochSecond() - 600));
        assertEquals(FakeTime.START.getEpochSecond() - 600, serial(names));
    }

    @Test
    void hasNothingThatIsThereForAShortTime() throws Exception {
        names.apply(ZONE.formatted("7", ""));
        List<Record> before = copy();
        var wish = new Challenge.Wish("www.example.com", "LoqXcYV8q5ONbJQxbmR7SCTNo3tiAXDfowyjxAjEuX0", null, false);
        var _ = names.plane().challenges().take(wish, "ada");
        assertEquals(1, names.data("_acme-challenge.www.example.com.", Type.TXT).size());
        assertEquals(before, copy());
        time.advance(Duration.ofMinutes(50));
        var _ = names.plane().challenges().take(wish, "ada");
        List<Record> next = after(Duration.ofDays(1).minusMinutes(50));
        assertEquals(serial(before) + 1, serial(next));
        assertFalse(has(next, "_acme-challenge.www.example.com.", Type.TXT));
    }

    @Test
    void isGivenAsAWholeToWhoAsksForWhatChanged() throws Exception {
        names.apply(ZONE.formatted("7", ""));
        long before = serial(copy());
        after(Duration.ofDays(1));
        ZoneTransferIn transfer = ZoneTransferIn.newIXFR(
                Name.fromString("example.com."),
                before,
                false,
                "127.0.0.1",
                names.plane().port("names"),
                null);
        transfer.run();
        assertTrue(transfer.isAXFR());
    }

    @Test
    void isRefusedWhereASerialWouldFall() {
        NotPrepared refused = assertThrows(NotPrepared.class, () -> names.apply(ZONE.formatted("2026112301", "")));
        assertTrue(
                refused.problems().getFirst().toString().contains("the serial of the SOA, 2026112301, cannot grow"),
                refused.problems().toString());
    }
}
