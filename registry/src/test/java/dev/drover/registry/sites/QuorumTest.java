package dev.drover.registry.sites;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.drover.board.InstanceId;
import dev.drover.plane.Reports;
import dev.drover.plane.Vantages;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class QuorumTest {
    private static final InstanceId ABROAD = new InstanceId("shop-fra", "10.0.0.1:80");
    private static final InstanceId HERE = new InstanceId("shop-nyc", "10.0.1.1:80");
    private static final InstanceId EVERYWHERE = new InstanceId("local", "10.0.1.2:80");

    private final Health health = new Health();
    private final Quorum quorum = new Quorum(health, health);

    /** Takes what is said, as health does. */
    private static final class Health implements Reports, Vantages {
        final Map<InstanceId, Report> said = new HashMap<>();

        @Nullable
        Sharing sharing;

        @Override
        public void report(InstanceId id, Report report) {
            said.put(id, report);
        }

        @Override
        public void forget(InstanceId id) {
            said.remove(id);
        }

        @Override
        public void share(Sharing now) {
            sharing = now;
        }

        @Override
        public void alone() {
            sharing = null;
        }
    }

    static Peers peers(String self, String... sites) {
        var nodes = new LinkedHashMap<String, List<Peers.Peer>>();
        for (String site : sites) {
            nodes.put(site, List.of(new Peers.Peer(site + "-1", "127.0.0.1")));
        }
        var homes = Map.of("shop-fra", "fra", "shop-nyc", "nyc");
        return new Peers(self + "-1", self, Optional.of("127.0.0.1"), 2284, nodes, homes, "");
    }

    private static Map<InstanceId, Summary.Said> says(boolean passing) {
        return Map.of(ABROAD, new Summary.Said(passing, passing ? "check passed" : "refused"));
    }

    private void measure(InstanceId id, boolean passing) {
        var sharing = health.sharing;
        if (sharing == null) {
            throw new AssertionError("nobody asks");
        }
        sharing.measured(id, new Vantages.Vote(passing, passing ? "check passed" : "timeout"));
    }

    private String said() {
        Reports.Report report = health.said.get(ABROAD);
        return report == null ? "nothing" : (report.passing() ? "up: " : "down: ") + report.words();
    }

    @BeforeEach
    void threeSites() {
        quorum.use(peers("nyc", "fra", "nyc", "sin"));
    }

    @Test
    void takesOutWhatBothOthersSayIsDownWhenItsSiteIsDead() {
        quorum.heard("fra", says(true));
        quorum.heard("sin", says(true));
        measure(ABROAD, true);
        assertEquals("up: 3 of 3 sites measure it up", said());
        measure(ABROAD, false);
        assertEquals("up: 2 of 3 sites measure it up; nyc: timeout", said());
        quorum.silent("fra");
        assertEquals("up: 1 of 2 sites measure it up; nyc: timeout; silent: fra", said());
        quorum.heard("sin", says(false));
        assertEquals("down: 2 of 2 sites measure it down; nyc: timeout; sin: refused; silent: fra", said());
        quorum.heard("fra", says(true));
        quorum.heard("sin", says(true));
        assertEquals("up: 2 of 3 sites measure it up; nyc: timeout", said());
    }

    @Test
    void removesNothingWhileItHearsNobody() {
        quorum.heard("fra", says(true));
        quorum.heard("sin", says(true));
        measure(ABROAD, true);
        quorum.silent("fra");
        quorum.silent("sin");
        measure(ABROAD, false);
        assertEquals(
                "up: stays up: too few sites say anything; 1 of 2 sites measure it down; nyc: timeout; silent: fra, sin",
                said());
    }

    @Test
    void removesNothingWhenItHasJustBegunAndHearsNobody() {
        measure(ABROAD, false);
        assertEquals(true, health.said.get(ABROAD).passing());
    }

    @Test
    void staysDownWhileTooFewSayAnything() {
        quorum.heard("sin", says(false));
        measure(ABROAD, false);
        assertEquals("down: 2 of 2 sites measure it down; nyc: timeout; sin: refused; silent: fra", said());
        quorum.silent("sin");
        assertEquals(
                "down: stays down: too few sites say anything; 1 of 2 sites measure it down; nyc: timeout; silent: fra, sin",
                said());
    }

    @Test
    void goesByItselfWhereOfTwoSitesTheOtherIsSilent() {
        quorum.use(peers("nyc", "fra", "nyc"));
        quorum.heard("fra", says(true));
        measure(ABROAD, false);
        assertEquals("up: 1 of 2 sites measure it up; nyc: timeout", said());
        quorum.silent("fra");
        assertEquals("down: 1 of 1 site measures it down; nyc: timeout; silent: fra", said());
    }

    @Test
    void leavesToHealthWhatStandsHereAndTellsOthersOfIt() {
        measure(HERE, false);
        measure(EVERYWHERE, false);
        assertEquals(Map.of(), health.said);
        assertEquals(Map.of(HERE, new Summary.Said(false, "timeout")), quorum.said());
        quorum.report(EVERYWHERE, new Reports.Report(false, "2 of 3 nodes measure it down"));
        assertEquals(false, health.said.get(EVERYWHERE).passing());
        quorum.forget(EVERYWHERE);
        assertNull(health.said.get(EVERYWHERE));
    }

    @Test
    void speaksForTheNodesOfItsSiteTogether() {
        quorum.heard("fra", says(true));
        quorum.report(ABROAD, new Reports.Report(false, "2 of 3 nodes measure it down"));
        quorum.report(HERE, new Reports.Report(true, "3 of 3 nodes measure it up"));
        assertEquals(
                "up: stays up: too few sites say anything; 1 of 3 sites measure it down;"
                        + " nyc: 2 of 3 nodes measure it down; silent: sin",
                said());
        assertEquals(true, health.said.get(HERE).passing());
        assertEquals(2, quorum.said().size());
    }

    @Test
    void asksHealthForNothingWhereThereIsOneSite() {
        quorum.use(peers("nyc", "nyc"));
        assertNull(health.sharing);
        quorum.report(ABROAD, new Reports.Report(false, "2 of 3 nodes measure it down"));
        assertEquals("down: 2 of 3 nodes measure it down", said());
    }
}
