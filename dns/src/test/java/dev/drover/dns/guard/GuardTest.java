package dev.drover.dns.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.dns.answer.Answers;
import dev.drover.dns.answer.Identity;
import dev.drover.dns.guard.Guard.Verdict;
import dev.drover.dns.message.Query;
import dev.drover.dns.peers.Zones;
import dev.drover.model.Dns.Limiting;
import dev.drover.model.Dns.Rates;
import dev.drover.model.Dns.Unlimited;
import dev.drover.model.Network;
import dev.drover.model.Where;
import dev.drover.plane.Ticker;
import dev.drover.testkit.FakeTime;
import dev.drover.wire.datagram.Peer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.CookieOption;
import org.xbill.DNS.DClass;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** As one thread of a server goes through it. */
class GuardTest {
    private static final byte[] SEED = {1, 2, 3};
    private static final byte[] CLIENT = {1, 1, 2, 3, 5, 8, 13, 21};

    private final FakeTime time = new FakeTime();
    private final Guard guard = new Guard(Ticker.of(time, time), 4711);
    private final Desk desk = guard.desk();
    private final Query query = new Query();
    private final Answers answers = Answers.of(
            List.of(Zones.read(Path.of("src/test/resources/served/example.test.zone"), "example.test")),
            Identity.ANONYMOUS);
    private int size;

    private static Rates rates(int slip, Network... allow) {
        return new Rates(20, 10, 5, slip, List.of(allow));
    }

    private void use(Limiting limiting) {
        guard.use(limiting, true, SEED);
    }

    private static byte[] asked(String name, byte... cookie) throws Exception {
        var message = Message.newQuery(Record.newRecord(Name.fromString(name), Type.A, DClass.IN));
        if (cookie.length > 0) {
            var option = cookie.length == 8
                    ? new CookieOption(cookie)
                    : new CookieOption(Arrays.copyOf(cookie, 8), Arrays.copyOfRange(cookie, 8, cookie.length));
            message.addRecord(new OPTRecord(1232, 0, 0, 0, option), Section.ADDITIONAL);
        }
        return message.toWire();
    }

    /** What becomes of the answer. */
    private Verdict ask(String client, byte[] asked) {
        var peer = new Peer();
        peer.set(new InetSocketAddress(InetAddress.ofLiteral(client), 4000));
        System.arraycopy(asked, 0, query.bytes(), 0, asked.length);
        query.from(peer.high(), peer.low());
        desk.begin(query);
        size = answers.answer(query, asked.length, false);
        Verdict verdict = desk.judge(query, Desk.UNKNOWN, desk.now());
        if (verdict == Verdict.SLIP) {
            size = answers.truncated(query);
        }
        desk.sign(query);
        return verdict;
    }

    private Map<Verdict, Integer> ask(int times, String client, String name) throws Exception {
        var counts = new EnumMap<Verdict, Integer>(Verdict.class);
        byte[] asked = asked(name);
        for (int i = 0; i < times; i++) {
            counts.merge(ask(client, asked), 1, Integer::sum);
        }
        return counts;
    }

    private Message answer() throws Exception {
        return new Message(Arrays.copyOf(query.bytes(), size));
    }

    private byte[] cookie() throws Exception {
        var option = (CookieOption)
                answer().getOPT().getOptions(EDNSOption.Code.COOKIE).getFirst();
        byte[] whole = Arrays.copyOf(option.getClientCookie(), 24);
        System.arraycopy(option.getServerCookie().orElseThrow(), 0, whole, 8, 16);
        return whole;
    }

    @Test
    void limitsOneNameToOneNetwork() throws Exception {
        use(rates(2));
        assertEquals(
                Map.of(Verdict.SEND, 20, Verdict.DROP, 40, Verdict.SLIP, 40),
                ask(100, "192.0.2.1", "www.example.test."));
        assertEquals(Map.of(Verdict.DROP, 1), ask(1, "192.0.2.200", "WWW.Example.test."), "the same network and name");
        assertEquals(Map.of(Verdict.SEND, 1), ask(1, "192.0.3.1", "www.example.test."), "another network");
        assertEquals(Map.of(Verdict.SEND, 1), ask(1, "192.0.2.1", "mail.example.test."), "another name");
        assertEquals(new Guard.Counts(41, 40, 0, 0), guard.counts());
        time.advance(Duration.ofSeconds(1));
        assertEquals(20, ask(20, "192.0.2.1", "www.example.test.").get(Verdict.SEND));
    }

    /** Made-up names are one kind: each would have a limit of its own otherwise. */
    @Test
    void limitsAllThatIsNegativeTogether() throws Exception {
        use(rates(0));
        int sent = 0;
        for (int i = 0; i < 100; i++) {
            sent += ask("2001:db8:1:100::" + i, asked("x" + i + ".example.test.")) == Verdict.SEND ? 1 : 0;
        }
        assertEquals(10, sent);
        assertEquals(Verdict.DROP, ask("2001:db8:1:1ff::1", asked("y.example.test.")), "the same /56");
        assertEquals(Verdict.SEND, ask("2001:db8:1:200::1", asked("y.example.test.")), "another");
        assertEquals(Verdict.SEND, ask("2001:db8:1:100::1", asked("www.example.test.")), "another kind");
    }

    @Test
    void limitsErrorsMost() throws Exception {
        use(rates(0));
        assertEquals(Map.of(Verdict.SEND, 5, Verdict.DROP, 15), ask(20, "192.0.2.1", "www.example.org."));
    }

    @Test
    void sendsAnHonestClientToTcp() throws Exception {
        use(rates(1));
        ask(20, "192.0.2.1", "www.example.test.");
        byte[] asked = asked("www.example.test.", CLIENT);
        assertEquals(Verdict.SLIP, ask("192.0.2.1", asked));
        assertTrue(answer().getHeader().getFlag(Flags.TC));
        assertEquals(0, answer().getHeader().getCount(Section.ANSWER));
        assertTrue(size <= asked.length + 16, "no larger than the query but for the cookie: " + size);
        assertEquals(Verdict.SEND, ask("192.0.2.1", asked("www.example.test.", cookie())), "its cookie opens");
    }

    @Test
    void letsThroughWhoShowsItsCookie() throws Exception {
        use(rates(2));
        ask("192.0.2.1", asked("www.example.test.", CLIENT));
        byte[] known = cookie();
        ask(100, "192.0.2.66", "www.example.test.");
        for (int i = 0; i < 100; i++) {
            assertEquals(Verdict.SEND, ask("192.0.2.1", asked("www.example.test.", known)));
        }
        assertTrue(ask("192.0.2.2", asked("www.example.test.", known)) != Verdict.SEND, "somebody else's");
        assertEquals(100, guard.counts().cookies());
        time.advance(Duration.ofMinutes(61));
        ask(100, "192.0.2.66", "www.example.test.");
        assertTrue(ask("192.0.2.1", asked("www.example.test.", known)) != Verdict.SEND, "too old");
    }

    @Test
    void neverLimitsWhatIsDeclared() throws Exception {
        use(rates(
                2, Network.parse(Where.nowhere(), "192.0.2.64/27"), Network.parse(Where.nowhere(), "2001:db8:7::/48")));
        assertEquals(Map.of(Verdict.SEND, 100), ask(100, "192.0.2.66", "www.example.test."));
        assertEquals(Map.of(Verdict.SEND, 100), ask(100, "2001:db8:7:9::1", "www.example.test."));
        assertEquals(160, guard.counts().allowed());
        assertFalse(ask(1, "192.0.2.97", "www.example.test.").containsKey(Verdict.SEND), "the same /24, not declared");
    }

    @Test
    void neverLimitsThisMachine() throws Exception {
        use(rates(2));
        assertEquals(Map.of(Verdict.SEND, 100), ask(100, "127.0.0.53", "www.example.test."));
        assertEquals(Map.of(Verdict.SEND, 100), ask(100, "::1", "www.example.test."));
        assertTrue(ask(100, "128.0.0.1", "www.example.test.").containsKey(Verdict.DROP));
        assertTrue(ask(100, "::2", "www.example.test.").containsKey(Verdict.DROP));
    }

    @Test
    void leavesEverythingAloneWhereItIsOff() throws Exception {
        use(new Unlimited());
        assertEquals(Map.of(Verdict.SEND, 1000), ask(1000, "192.0.2.1", "www.example.test."));
        guard.use(new Unlimited(), false, SEED);
        ask("192.0.2.1", asked("www.example.test.", CLIENT));
        assertTrue(answer().getOPT().getOptions(EDNSOption.Code.COOKIE).isEmpty());
    }

    /** A client that one node has given a cookie is known by all that share its seed. */
    @Test
    void sharesCookiesByTheSeed() throws Exception {
        use(rates(2));
        ask("192.0.2.1", asked("www.example.test.", CLIENT));
        byte[] given = cookie();
        var other = new Guard(Ticker.of(time, time), 1);
        other.use(rates(2), true, SEED);
        assertEquals(Arrays.toString(given), Arrays.toString(through(other, given)), "known, and so told again");
        time.advance(Duration.ofSeconds(5));
        assertEquals(Arrays.toString(given), Arrays.toString(through(other, given)));
        other.use(rates(2), true, new byte[] {9});
        assertFalse(Arrays.equals(given, through(other, given)), "of another seed: a new one");
    }

    private byte[] through(Guard other, byte[] given) throws Exception {
        var there = other.desk();
        byte[] asked = asked("www.example.test.", given);
        System.arraycopy(asked, 0, query.bytes(), 0, asked.length);
        there.begin(query);
        size = answers.answer(query, asked.length, true);
        there.pass(query);
        there.sign(query);
        return cookie();
    }
}
