package dev.drover.dns.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.dns.name.DnsName;
import dev.drover.dns.name.RecordSet;
import dev.drover.dns.name.RecordType;
import dev.drover.dns.zone.Zone;
import dev.drover.model.Dns;
import dev.drover.model.Dns.ZoneText;
import dev.drover.model.Problem;
import dev.drover.model.Where;
import dev.drover.model.read.ModelReader;
import dev.drover.model.read.Read;
import dev.drover.model.read.Sources;
import dev.drover.testkit.Golden;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Files in {@code zones/}: a {@code drover.yaml} with zone files, each behind a line {@code == NAME}, and what becomes of them: all
 * problems, or all records.
 */
class ZoneFileTest {
    private static final Path FOLDER = Path.of("src/test/resources/zones");
    private static final String HEAD = "$TTL 1h\n@ SOA ns1.example.net. h 1 1h 1h 1h 1h\n@ NS ns1.example.net.\n";

    /** Words that mean something in zone files, and some that mean nothing. */
    private static final List<String> WORDS =
            List.of(("@~www~*~a.b~example.com.~IN~CH~A~AAAA~NS~CNAME~SOA~MX~TXT~SRV~SVCB~HTTPS~CAA~TLSA~NAPTR~DS~"
                            + "DNSKEY~RRSIG~NSEC~NSEC3~LOC~APL~HIP~IPSECKEY~CERT~TYPE65280~TYPE1~TYPE65536~\\#~4~c0000201~"
                            + "192.0.2.1~2001:db8::1~10~-1~99999999999~1h~\"~\"a b\"~(~)~;~\n~\n~\n~ ~\t~\\~\\300~\\0~$~"
                            + "$TTL~$ORIGIN~$INCLUDE~$GENERATE~1-3~0-4000000000~${0,9,x}~${~a.zone~..~.~alpn=h2~"
                            + "ipv4hint=1~20261122000000~==~ns1~mail~\u00e4~\u0000~\r\n~x")
                    .split("~", -1));

    @TestFactory
    Stream<DynamicTest> saysWhatTheFileSays() {
        return Golden.below(FOLDER).stream()
                .map(golden -> DynamicTest.dynamicTest(
                        FOLDER.relativize(golden.file()).toString(), () -> golden.verify(answer(golden.input()))));
    }

    private static String answer(String input) {
        var texts = new LinkedHashMap<String, String>();
        String[] parts = ("== drover.yaml\n" + input).split("(?m)^== ", -1);
        for (String part : List.of(parts).subList(1, parts.length)) {
            int end = part.indexOf('\n');
            texts.put(part.substring(0, end), part.substring(end + 1));
        }
        var read = ModelReader.read(new Sources(Path.of("/etc/drover"), texts));
        var text = new StringBuilder();
        assertInstanceOf(Read.Sound.class, read, read.toString())
                .model()
                .dns()
                .orElseThrow()
                .zones()
                .values()
                .forEach(zone -> write(ZoneFile.read(zone, 2_026_112_300L), text));
        return text.toString();
    }

    private static void write(ZoneFile.Result result, StringBuilder text) {
        result.problems().forEach(p -> text.append(p).append('\n'));
        result.zone().ifPresent(zone -> {
            text.append(zone).append('\n');
            zone.forEach((owner, sets) -> sets.forEach(set -> set.rdata()
                    .forEach(data -> text.append("%s %d %s %s%n".formatted(owner, set.ttl(), set.type(), data)))));
        });
    }

    private static ZoneFile.Result read(String text) {
        var texts = new LinkedHashMap<>(Map.of("a.zone", text));
        return ZoneFile.read(
                new Dns.Zone(
                        Where.nowhere(),
                        "example.com",
                        Optional.of(new ZoneText("a.zone", texts, texts)),
                        List.of(),
                        List.of(),
                        new LinkedHashMap<>(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()),
                1);
    }

    private static RecordSet set(String text, String owner, String type) {
        Zone zone = read(HEAD + text)
                .zone()
                .orElseThrow(() -> new AssertionError(read(HEAD + text).problems()));
        return zone.find(DnsName.parse(owner), RecordType.parse(type).orElseThrow())
                .orElseThrow();
    }

    /** The bytes are those of BIND's named-rrchecker -u. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "CSYNC 66 3 A NS AAAA|000000420003000460000008",
                "EUI48 00-00-5e-00-53-2a|00005e00532a",
                "EUI64 00-00-5e-ef-10-00-00-2a|00005eef1000002a",
                "NID 10 14:4fff:ff20:ee64|000a00144fffff20ee64",
                "L32 10 10.1.2.0|000a0a010200",
                "L64 10 2001:0DB8:1140:1000|000a20010db811401000",
                "LP 10 l64|000a036c3634076578616d706c6503636f6d00",
                "AVC \"app-name:W|F\" x|0c6170702d6e616d653a577c460178",
                "RESINFO qnamemin exterr=15,16,17|08716e616d656d696e0f6578746572723d31352c31362c3137",
                "WALLET \"ETH\" \"0xabc\"|03455448053078616263",
                "DSYNC CDS NOTIFY 5359 Scan|003b0114ef045363616e076578616d706c6503636f6d00",
                "AMTRELAY 10 0 1 203.0.113.15|0a01cb00710f",
                "AMTRELAY 10 1 0 .|0a80",
                "AMTRELAY 10 0 3 relay|0a030572656c6179076578616d706c6503636f6d00"
            })
    void readsTypesAsOtherServersDo(String line) {
        int end = line.lastIndexOf('|');
        String type = line.substring(0, line.indexOf(' '));
        RecordSet set = set("www " + line.substring(0, end), "www.example.com", type);
        assertEquals(
                line.substring(end + 1),
                HexFormat.of().formatHex(set.rdata().getFirst().toBytes()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CSYNC 66 3 NOTYPE",
                "CSYNC 66",
                "EUI48 00-00-5e-00-53",
                "EUI48 00:00:5e:00:53:2a",
                "NID 10 0014:4fff:ff20",
                "L64 10 2001:0DB8:1140:10000",
                "L32 10 10.1.2.0 more",
                "LP l64",
                "DSYNC CDS PUSH 1 scan",
                "AMTRELAY 10 2 1 203.0.113.15",
                "AMTRELAY 10 0 0 203.0.113.15",
                "EUI64"
            })
    void saysWhatDataOfATypeLooksLike(String data) {
        List<Problem> problems = read(HEAD + "www " + data + "\n").problems();
        assertEquals(1, problems.size(), problems::toString);
        String what = problems.getFirst().what();
        assertTrue(what.contains("(expected: ") && !what.contains("its RFC"), what);
        assertFalse(what.contains("cannot be read"), what);
    }

    @Test
    void saysOnceThatTheTtlOfAFileIsNone() {
        List<Problem> problems =
                read(HEAD.replace("$TTL 1h", "$TTL 1x") + "www A 192.0.2.1\n").problems();
        assertEquals(1, problems.size(), problems::toString);
    }

    @Test
    void keepsTheCaseOfNames() {
        assertEquals(
                "Mail.Example.COM.",
                set("X CNAME Mail.Example.COM.\n", "x.example.com", "CNAME")
                        .first()
                        .name(0)
                        .toString());
    }

    @Test
    void readsLongSeriesWithModifiers() {
        assertEquals(
                1,
                set("$GENERATE 10-300/10 h${-10,3,x} A 192.0.2.1\n", "h0fa.example.com", "A")
                        .size());
        assertEquals(
                "host-7.example.com.",
                set("$GENERATE 7-9 ${0,3,n}.r PTR host-$\n", "7.0.r.example.com", "PTR")
                        .first()
                        .name(0)
                        .toString());
    }

    @Test
    void endsFilesThatIncludeThemselves() {
        List<String> problems = read(HEAD + "$INCLUDE a.zone\n").problems().stream()
                .map(p -> p.what())
                .distinct()
                .toList();
        assertTrue(problems.contains("files include each other more than 8 deep"), problems.toString());
    }

    @Test
    void endsFilesThatIncludeThemselvesManyTimesOver() {
        assertTrue(read("$INCLUDE a.zone\n".repeat(50)).problems().size() <= 201);
    }

    @Test
    void listsNoMoreProblemsThanSomebodyReads() {
        List<?> problems = read("x\n".repeat(5000)).problems();
        assertEquals(201, problems.size());
    }

    /** Whatever stands in a file: a zone or problems, never an exception, and never both. */
    @Property(tries = 3000)
    void neverFails(@ForAll("hostile") String text) {
        ZoneFile.Result result = read(text);
        assertEquals(result.problems().isEmpty(), result.zone().isPresent());
    }

    @Provide
    Arbitrary<String> hostile() {
        Arbitrary<String> word = Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(9, Arbitraries.of(WORDS)),
                net.jqwik.api.Tuple.of(1, Arbitraries.strings().ofMaxLength(8)));
        return word.list().ofMaxSize(40).map(all -> HEAD + String.join(" ", all));
    }

    @Property(tries = 2000)
    void neverFailsOnDataOfAnyType(@ForAll("types") String type, @ForAll("data") String data) {
        ZoneFile.Result result = read(HEAD + "x " + type + " " + data + "\n");
        assertEquals(result.problems().isEmpty(), result.zone().isPresent());
    }

    @Provide
    Arbitrary<String> types() {
        return Arbitraries.integers().between(1, 270).map(n -> RecordType.of(n).toString());
    }

    @Provide
    Arbitrary<String> data() {
        return Arbitraries.of(
                        "0",
                        "1",
                        "255",
                        "65536",
                        "a",
                        "a.b.",
                        "192.0.2.1",
                        "::1",
                        "AQ==",
                        "abcd",
                        "\"t\"",
                        "-",
                        ".",
                        "20260101000000",
                        "k=v",
                        "1:1.2.3.0/24",
                        "N",
                        "E",
                        "10m")
                .list()
                .ofMaxSize(12)
                .map(words -> String.join(" ", words));
    }
}
