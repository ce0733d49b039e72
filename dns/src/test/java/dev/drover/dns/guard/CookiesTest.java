package dev.drover.dns.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.dns.answer.Answers;
import dev.drover.dns.message.Query;
import dev.drover.wire.datagram.Peer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.CookieOption;
import org.xbill.DNS.DClass;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** By the examples of RFC 9018, appendix A, and by what they do not show. */
class CookiesTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final String SECRET = "e5e973e5a6b2a43f48e7dc849e37bfcf";

    private final Cookies cookies = new Cookies();
    private final Query query = new Query();

    private static Secrets.Keys keys(String secret) {
        var key = SipHash.Key.of(HEX.parseHex(secret));
        return new Secrets.Keys(new Secrets(new byte[1]), 0, key, key, key);
    }

    /** Has the query answered, and tells whether its cookie was known. */
    private boolean look(String client, String cookie, String secret, long second) throws Exception {
        var peer = new Peer();
        peer.set(new InetSocketAddress(InetAddress.ofLiteral(client), 53));
        byte[] asked = asked(cookie);
        System.arraycopy(asked, 0, query.bytes(), 0, asked.length);
        query.from(peer.high(), peer.low());
        query.edns().givesCookies(true);
        int size = Answers.NONE.answer(query, asked.length, false);
        boolean known = cookies.look(query, keys(secret), second);
        cookies.tell(query);
        length = size;
        return known;
    }

    private int length;

    private static byte[] asked(String cookie) throws Exception {
        var message = Message.newQuery(Record.newRecord(Name.fromString("example.com."), Type.A, DClass.IN));
        byte[] bytes = HEX.parseHex(cookie);
        var option = bytes.length == 8
                ? new CookieOption(bytes)
                : new CookieOption(Arrays.copyOf(bytes, 8), Arrays.copyOfRange(bytes, 8, bytes.length));
        message.addRecord(new OPTRecord(1232, 0, 0, 0, option), org.xbill.DNS.Section.ADDITIONAL);
        return message.toWire();
    }

    private String told() throws Exception {
        var answer = new Message(Arrays.copyOf(query.bytes(), length));
        var option = (CookieOption)
                answer.getOPT().getOptions(EDNSOption.Code.COOKIE).getFirst();
        return HEX.formatHex(option.getClientCookie())
                + HEX.formatHex(option.getServerCookie().orElseThrow());
    }

    /** A.1: a client that comes for the first time. */
    @Test
    void givesAFirstCookie() throws Exception {
        assertFalse(look("198.51.100.100", "2464c4abcf10c957", SECRET, 1559731985));
        assertEquals("2464c4abcf10c957010000005cf79f111f8130c3eee29480", told());
    }

    /** A.2: it comes again, soon. */
    @Test
    void knowsItsCookieAndLetsItBeWhileItIsYoung() throws Exception {
        String cookie = "2464c4abcf10c957010000005cf79f111f8130c3eee29480";
        assertTrue(look("198.51.100.100", cookie, SECRET, 1559731985 + 100));
        assertEquals(cookie, told());
    }

    /** A.3: one of another implementation, whose reserved bits are not zero, is known and renewed. */
    @Test
    void renewsAnOlderCookie() throws Exception {
        String cookie = "fc93fc62807ddb8601abcdef5cf78f71a314227b6679ebf5";
        assertTrue(look("203.0.113.203", cookie, SECRET, 0x5cf78f71L + 1801));
        assertTrue(told().startsWith("fc93fc62807ddb8601000000"));
        assertFalse(look("203.0.113.203", cookie, SECRET, 1559734700), "more than an hour old");
        assertEquals("fc93fc62807ddb86010000005cf7a9acf73a7810aca2381e", told());
    }

    /** A.4: over IPv6, with the secret before the newest. */
    @Test
    void knowsClientsOfIpv6() throws Exception {
        String cookie = "22681ab97d52c298010000005cf7c57926556bd0934c72f8";
        String old = "dd3bdf9344b678b185a6f5cb60fca715";
        String client = "2001:db8:220:1:59de:d0f4:8769:82b8";
        assertTrue(look(client, cookie, old, 1559741961));
        assertFalse(look(client, cookie, "445536bcd2513298075a5d379663c962", 1559741961));
        assertEquals("22681ab97d52c298010000005cf7c609a6bb79d16625507a", told());
    }

    @Test
    void knowsNobodyElsesCookie() throws Exception {
        String cookie = "2464c4abcf10c957010000005cf79f111f8130c3eee29480";
        long now = 1559731985;
        assertFalse(look("198.51.100.101", cookie, SECRET, now), "another address");
        assertFalse(look("198.51.100.100", cookie.replace("2464", "2465"), SECRET, now), "another client");
        assertFalse(look("198.51.100.100", cookie.replace("9480", "9481"), SECRET, now), "made up");
        assertFalse(look("198.51.100.100", cookie.replace("c957" + "01", "c957" + "02"), SECRET, now), "a version");
        assertFalse(look("198.51.100.100", cookie, SECRET, now - 301), "from the future");
        assertTrue(look("198.51.100.100", cookie, SECRET, now - 299));
        assertFalse(look("198.51.100.100", cookie, SECRET, now + 3601), "old");
        assertFalse(look("198.51.100.100", cookie + "00", SECRET, now), "longer than ours");
    }

    /** Nodes with one seed agree, over midnight as well. */
    @Test
    void rollsItsSecretByTheDay() {
        long midnight = 86_400L * 20_000;
        var one = new Secrets("seed".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        var two = new Secrets("seed".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        Secrets.Keys before = one.at(midnight - 1);
        Secrets.Keys after = two.at(midnight);
        assertEquals(before.of(midnight - 1), after.of(midnight - 1));
        assertEquals(before.of(midnight + 5), after.of(midnight + 5), "from a clock that is ahead");
        assertFalse(before.of(midnight - 1).equals(after.of(midnight)));
        assertTrue(before.isAt(midnight - 1) && !before.isAt(midnight));
        assertFalse(new Secrets(new byte[] {1}).at(midnight).now().equals(after.now()));
    }
}
