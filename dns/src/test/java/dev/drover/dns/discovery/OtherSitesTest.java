package dev.drover.dns.discovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.dns.answer.Answers;
import dev.drover.dns.message.Query;
import dev.drover.plane.Abroad;
import dev.drover.plane.Discovery;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Names that only another site's catalog can answer. */
class OtherSitesTest {
    private final FakeCatalog here = new FakeCatalog();
    private final FakeCatalog there = new FakeCatalog();
    private final List<Abroad.Wanted> asked = new ArrayList<>();
    private final Query query = new Query();
    private Abroad.Heard heard = new Abroad.Heard.Silent("nyc is silent");

    private final Abroad abroad = new Abroad() {
        @Override
        public boolean knows(String site) {
            return site.equals("nyc");
        }

        @Override
        public Heard heard(Wanted wanted) {
            asked.add(wanted);
            return heard;
        }
    };

    private final Answers answers =
            Answers.NONE.beside(new DiscoveryNames(Asking.settings("{}"), () -> here, () -> abroad).authorities());

    private int size(String name, boolean stream) {
        try {
            byte[] bytes = Message.newQuery(Record.newRecord(Name.fromString(name), Type.A, DClass.IN))
                    .toWire();
            System.arraycopy(bytes, 0, query.bytes(), 0, bytes.length);
            return answers.answerOrLeave(query, bytes.length, stream);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Message ask(String name, boolean stream) {
        try {
            return new Message(Arrays.copyOf(query.bytes(), size(name, stream)));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> data(Message message) {
        return message.getSection(Section.ANSWER).stream()
                .map(Record::rdataToString)
                .toList();
    }

    private void isKnown() {
        heard = new Abroad.Heard.Known(there, Duration.ZERO, "");
    }

    @Test
    void answersFromWhatIsKnownOfTheSite() {
        there.add("web", "one", "198.51.100.7", 80, "passing");
        there.add("web", "two", "198.51.100.8", 80, "critical");
        isKnown();
        assertEquals(List.of("198.51.100.7"), data(ask("Web.service.NYC.drover.", false)));
        assertEquals(List.of(new Abroad.Wanted("nyc", Abroad.Kind.SERVICE, "web")), asked);
        assertEquals(List.of("10.0.0.1"), data(ask("alpha.node.nyc.drover.", false)));
        assertEquals(Rcode.NXDOMAIN, ask("beta.node.nyc.drover.", false).getRcode());
    }

    @Test
    void asksNoSiteForWhatNeedsNone() {
        assertEquals(Rcode.NXDOMAIN, ask("web.service.sin.drover.", false).getRcode());
        assertEquals(List.of("10.0.1.11"), data(ask("0a00010b.addr.nyc.drover.", false)));
        assertEquals(Rcode.NOERROR, ask("nyc.drover.", false).getRcode());
        assertEquals(Rcode.NXDOMAIN, ask("sin.drover.", false).getRcode());
        assertEquals(List.of(), asked);
    }

    @Test
    void sendsWhoAsksByDatagramToAStreamWhileTheSiteIsAsked() {
        heard = new Abroad.Heard.Coming(new CompletableFuture<>());
        Message cut = ask("web.service.nyc.drover.", false);
        assertTrue(cut.getHeader().getFlag(Flags.TC) && cut.getHeader().getFlag(Flags.AA));
        assertEquals(Rcode.NOERROR, cut.getRcode());
        assertEquals(Rcode.SERVFAIL, ask("web.service.nyc.drover.", true).getRcode(), "nobody waits on this stream");
    }

    @Test
    void waitsOnAStreamThatCanWait() {
        var done = new CompletableFuture<Void>();
        heard = new Abroad.Heard.Coming(done);
        query.canWait(true);
        assertEquals(Answers.LATER, size("web.service.nyc.drover.", true));
        assertSame(done, query.awaited());
        assertFalse(done.isDone());
    }

    @Test
    void failsWhereNothingIsKnownAndNobodyCanBeAsked() {
        assertEquals(Rcode.SERVFAIL, ask("web.service.nyc.drover.", false).getRcode());
    }

    @Test
    void goesOnToOtherSitesOnlyWithQueriesThatFindNobody() {
        there.queries.put(
                "shop",
                new Discovery.Found(
                        "web",
                        List.of(there.add("web", "one", "198.51.100.7", 80, "passing")),
                        "",
                        false,
                        Optional.empty()));
        isKnown();
        here.queries.put("shop", new Discovery.Found("web", List.of(), "", false, Optional.empty(), true));
        assertEquals(List.of("198.51.100.7"), data(ask("shop.query.drover.", false)));
        assertEquals(List.of(new Abroad.Wanted("", Abroad.Kind.QUERY, "shop")), asked);
        asked.clear();
        here.queries.put("shop", new Discovery.Found("web", List.of(), "", false, Optional.empty()));
        assertEquals(Rcode.NXDOMAIN, ask("shop.query.drover.", false).getRcode());
        var own = List.of(here.add("web", "one", "10.0.0.7", 80, "passing"));
        here.queries.put("own", new Discovery.Found("web", own, "", false, Optional.empty(), true));
        assertEquals(List.of("10.0.0.7"), data(ask("own.query.drover.", false)));
        assertEquals(List.of(), asked);
    }
}
