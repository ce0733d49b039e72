package dev.drover.dns.plane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.plane.Challenges;
import dev.drover.plane.control.Challenge;
import dev.drover.plane.control.Refused;
import dev.drover.testkit.FakeTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** What certification authorities look for, as they are answered. */
class ChallengesTest {
    private static final String ZONES = """
            dns:
              zones:
                example.com:
                  nameservers: ns1.example.net
                  records:
                    - "www 60 A 192.0.2.1"
                    - "_acme-challenge.alias 60 CNAME www.example.net."
                    - "below 60 NS ns1.example.net."
                    - "moved 60 DNAME example.net."
                    - "*.wild 60 A 192.0.2.7"
                    - "there.wild 60 A 192.0.2.8"
                example.org: {primary: {from: ["127.0.0.1:9"]}}
                example.net: {nameservers: ns1.example.org, records: ["@ TXT x"], transfer: {networks: [127.0.0.1/32]}}
            """;
    private static final String ONE = value(1);
    private static final String TWO = value(2);

    /** A registry that other nodes have as well. */
    private static final class Registry implements Challenges {
        private final List<Kept> agreed = new ArrayList<>();
        private boolean shared;
        private boolean reached = true;
        private boolean known = true;
        private List<String> missed = List.of();

        @Override
        public boolean isShared() {
            return shared;
        }

        @Override
        public boolean isKnown() {
            return known;
        }

        @Override
        public List<Kept> all() {
            return List.copyOf(agreed);
        }

        @Override
        public Done put(Kept kept) throws NotAgreed {
            if (!reached) {
                throw new NotAgreed("no majority", false);
            }
            remove(kept.name(), kept.value());
            agreed.add(kept);
            return new Done(true, missed);
        }

        @Override
        public Done remove(String name, String value) {
            boolean changed = agreed.removeIf(
                    k -> k.name().equals(name) && (value.isEmpty() || k.value().equals(value)));
            return new Done(changed, missed);
        }
    }

    private final FakeTime time = new FakeTime();
    private final Registry registry = new Registry();
    private final Path folder;
    private final RunningNames names;

    ChallengesTest(@TempDir Path folder) {
        this.folder = folder;
        this.names = new RunningNames(time, folder, registry);
    }

    @AfterEach
    void close() {
        names.close();
    }

    private static String value(int number) {
        byte[] digest = new byte[32];
        digest[0] = (byte) number;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    }

    private Challenge.Done put(String name, String value) throws Refused {
        return names.plane().challenges().take(new Challenge.Wish(name, value, 60L, false), "ada");
    }

    private Challenge.Done remove(String name, String value) throws Refused {
        return names.plane().challenges().take(new Challenge.Wish(name, value, null, true), "ada");
    }

    private List<String> found(String name) throws IOException {
        return names.data("_acme-challenge." + name + ".", Type.TXT);
    }

    private static List<String> quoted(String... values) {
        return List.of(values).stream().map(v -> '"' + v + '"').toList();
    }

    @Test
    void answersSeveralValuesUntilTheyAreRemovedOrOver() throws Exception {
        names.apply(ZONES);
        put("www.example.com", ONE);
        put("_ACME-Challenge.WWW.example.com.", TWO);
        assertEquals(
                quoted(ONE, TWO), found("www.example.com").stream().sorted().toList());
        Message answer = names.ask("_acme-challenge.www.example.com.", Type.TXT);
        assertEquals(10, answer.getSection(Section.ANSWER).getFirst().getTTL());
        assertEquals(List.of("192.0.2.1"), names.data("www.example.com.", Type.A));
        remove("www.example.com", ONE);
        assertEquals(quoted(TWO), found("www.example.com"));
        time.advance(Duration.ofSeconds(61));
        names.plane().tick();
        assertEquals(
                Rcode.NXDOMAIN,
                names.ask("_acme-challenge.www.example.com.", Type.TXT).getRcode());
        assertEquals(List.of(), names.plane().challenges().all());
    }

    @Test
    void takesTheSameTwiceAsHooksAreCalledAgain() throws Exception {
        names.apply(ZONES);
        registry.shared = true;
        put("www.example.com", ONE);
        Challenge.Done again = put("www.example.com", ONE);
        assertTrue(again.done().startsWith("agreed on: _acme-challenge.www.example.com. TXT"), again.done());
        assertEquals(quoted(ONE), found("www.example.com"));
        remove("www.example.com", ONE);
        assertEquals(
                "nothing to remove: _acme-challenge.www.example.com. has no TXT \"" + ONE + '"',
                remove("www.example.com", ONE).done());
        assertEquals(
                "nothing to remove: _acme-challenge.example.edu. has no value",
                remove("example.edu", null).done());
    }

    @Test
    void tellsOfSitesThatDoNotAnswerIt() throws Exception {
        names.apply(ZONES);
        registry.shared = true;
        registry.missed = List.of("nyc was not told (nyc is silent)");
        assertEquals(
                List.of("nyc was not told (nyc is silent): an authority that asks a server there fails"),
                put("www.example.com", ONE).warnings());
        assertEquals(
                List.of("nyc was not told (nyc is silent): there it ends by itself"),
                remove("www.example.com", ONE).warnings());
    }

    @Test
    void staysWhenTheModelChangesAsLongAsItsZoneTakesIt() throws Exception {
        names.apply(ZONES);
        put("www.example.com", ONE);
        names.apply(ZONES.replace("192.0.2.1", "192.0.2.2"));
        assertEquals(quoted(ONE), found("www.example.com"));
        names.apply(ZONES.replace("_acme-challenge.alias", "_acme-challenge.www"));
        assertEquals(
                Type.CNAME,
                names.ask("_acme-challenge.www.example.com.", Type.TXT)
                        .getSection(Section.ANSWER)
                        .getFirst()
                        .getType());
        names.apply(ZONES);
        assertEquals(quoted(ONE), found("www.example.com"));
    }

    @ParameterizedTest
    @CsvSource({
        "www.example.edu, no zone that is declared here holds _acme-challenge.www.example.edu.",
        "www.example.org, example.org. is copied from another primary",
        "alias.example.com, _acme-challenge.alias.example.com. is an alias of www.example.net.",
        "www.below.example.com, below.example.com. delegates it to other servers",
        "www.moved.example.com, moved.example.com. leads elsewhere (DNAME)",
        "www.wild.example.com, www.wild.example.com. is answered by the wildcard *.wild.example.com.",
        "*.example.com, asks for _acme-challenge.example.com.",
        "a..example.com, a..example.com is no name"
    })
    void refusesNamesThatItCannotAnswer(String name, String why) throws Exception {
        names.apply(ZONES);
        Refused refused = assertThrows(Refused.class, () -> put(name, ONE));
        assertEquals(Refused.Cause.BAD_INPUT, refused.why());
        assertTrue(String.valueOf(refused.getMessage()).contains(why), refused.getMessage());
        assertTrue(String.valueOf(refused.getMessage()).contains("\n  fix: "), refused.getMessage());
    }

    @Test
    void leavesWildcardsTheirNames() throws Exception {
        names.apply(ZONES);
        put("there.wild.example.com", ONE);
        put("wild.example.com", TWO);
        assertEquals(quoted(ONE), found("there.wild.example.com"));
        assertEquals(quoted(TWO), found("wild.example.com"));
        assertEquals(List.of("192.0.2.7"), names.data("www.wild.example.com.", Type.A));
    }

    @ParameterizedTest
    @CsvSource({
        "x",
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB",
        "'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA+A'",
        "''"
    })
    void takesNothingButDigestsAsValues(String value) throws Exception {
        names.apply(ZONES);
        Refused refused = assertThrows(Refused.class, () -> put("www.example.com", value));
        assertTrue(String.valueOf(refused.getMessage()).contains("the base64url of a SHA-256, 43 characters"));
    }

    @Test
    void isBoundedInNumberAndTime() throws Exception {
        names.apply(ZONES);
        for (int i = 0; i < 16; i++) {
            put("www.example.com", value(i));
        }
        Refused full = assertThrows(Refused.class, () -> put("www.example.com", value(16)));
        assertEquals(Refused.Cause.CONFLICT, full.why());
        var days = new Challenge.Wish("example.com", ONE, 86_401L, false);
        assertThrows(Refused.class, () -> names.plane().challenges().take(days, "ada"));
    }

    @Test
    void saysWhoDoesNotAnswer() throws Exception {
        names.apply(ZONES);
        List<String> warnings = put("example.net", ONE).warnings();
        assertTrue(warnings.getFirst().startsWith("servers with copies of example.net. do not answer it"));
        assertTrue(warnings.getLast().startsWith("this node alone answers it"));
        registry.shared = true;
        assertEquals(List.of(), put("www.example.com", ONE).warnings());
    }

    @Test
    void answersWhatNodesAgreedOnAndGoesOnWithItWhenNothingCanBeAgreedOn() throws Exception {
        registry.shared = true;
        names.apply(ZONES);
        Instant now = time.instant();
        registry.agreed.add(
                new Challenges.Kept("_acme-challenge.www.example.com.", ONE, "bob", "other", now, now.plusSeconds(60)));
        names.plane().tick();
        assertEquals(quoted(ONE), found("www.example.com"));
        put("example.com", TWO);
        assertEquals(2, registry.agreed.size());
        assertEquals(
                List.of(true, true),
                names.plane().challenges().all().stream().map(Challenge::shared).toList());
        registry.reached = false;
        Refused refused = assertThrows(Refused.class, () -> put("example.com", ONE));
        assertEquals("no majority", refused.getMessage());
        names.plane().tick();
        assertEquals(quoted(TWO), found("example.com"));
    }

    /** What a node answers that starts now, in the same folder. */
    private List<String> foundAfterAStart() throws Exception {
        try (var next = new RunningNames(time, folder, registry)) {
            next.apply(ZONES);
            return next.data("_acme-challenge.www.example.com.", Type.TXT);
        }
    }

    @Test
    void goesOnAfterAStartWithWhatItHeardLastUntilItHearsMore() throws Exception {
        registry.shared = true;
        names.apply(ZONES);
        put("www.example.com", ONE);
        registry.known = false;
        registry.agreed.clear();
        assertEquals(quoted(ONE), foundAfterAStart());
        registry.shared = false;
        assertEquals(List.of(), foundAfterAStart());
        registry.shared = true;
        time.advance(Duration.ofSeconds(61));
        assertEquals(List.of(), foundAfterAStart());
        time.advance(Duration.ofSeconds(-61));
        registry.known = true;
        assertEquals(List.of(), foundAfterAStart());
        registry.known = false;
        assertEquals(List.of(), foundAfterAStart());
    }

    @Test
    void startsWithoutThemWhereTheNoteIsDamaged() throws Exception {
        registry.shared = true;
        registry.known = false;
        Files.writeString(folder.resolve("challenges"), "nonsense\n");
        assertEquals(List.of(), foundAfterAStart());
        registry.known = true;
        names.apply(ZONES);
        put("www.example.com", ONE);
        registry.known = false;
        assertEquals(quoted(ONE), foundAfterAStart());
    }

    @Test
    void answersItBelowABeaconAsWell() throws Exception {
        names.apply(RunningNames.SITES + """
                dns:
                  missteer: {beacons: [beacon.example.com]}
                  zones:
                    example.com:
                      nameservers: ns1.example.net
                      names: {beacon: {sites: {fra: catalog-fra, nyc: catalog-nyc}, answer: [up, {first: 1}]}}
                """);
        put("beacon.example.com", ONE);
        assertEquals(quoted(ONE), found("beacon.example.com"));
        assertEquals(1, names.data("x1.beacon.example.com.", Type.A).size());
    }
}
