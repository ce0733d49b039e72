package dev.drover.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.drover.plane.control.Roster;
import dev.drover.plane.control.Roster.Advice;
import dev.drover.plane.control.Roster.Kept;
import dev.drover.plane.control.Roster.Member;
import dev.drover.plane.control.Roster.Part;
import dev.drover.plane.control.Roster.Votes;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class MemberWordsTest {
    private static final Instant NOW = Instant.parse("2030-01-01T12:00:00Z");
    private static final Instant MORNING = Instant.parse("2030-01-01T09:30:00Z");

    private static String text(Roster roster) {
        var nowhere = new PrintWriter(new StringWriter());
        return new MemberWords(new Output(nowhere, nowhere, false, ZoneOffset.UTC, Map.of()), NOW).text(roster);
    }

    private static Member member(String name, Part part, boolean votes, boolean named) {
        return new Member(name, "10.0.0." + name.charAt(4), part, votes, named, MORNING, 6, "0.1.0");
    }

    private static Roster ensemble(@Nullable Instant stale, Votes votes, List<Member> members, Advice... advice) {
        return new Roster("fra-1", Kept.ENSEMBLE, stale, votes, List.of(), members, List.of(advice));
    }

    @Test
    void tellsHowManyMayBeLost() {
        var members = List.of(
                member("fra-1", Part.LEADER, true, true),
                member("fra-2", Part.FOLLOWER, true, true),
                member("fra-3", Part.FOLLOWER, true, true),
                member("fra-4", Part.CLIENT, false, false));
        assertEquals("""
                3 members keep the registry, all here: 1 may be lost
                  NAME   ADDRESS   IN THE REGISTRY  SINCE     RUNS          VERSION
                  fra-1  10.0.0.1  leader           09:30:00  generation 6  0.1.0
                  fra-2  10.0.0.2  follower         09:30:00  generation 6  0.1.0
                  fra-3  10.0.0.3  follower         09:30:00  generation 6  0.1.0
                  fra-4  10.0.0.4  client           09:30:00  generation 6  0.1.0
                """, text(ensemble(null, Votes.of(3, 3), members)));
    }

    @Test
    void tellsWhatToDoAboutWhoIsMissing() {
        var members = List.of(
                member("fra-1", Part.LEADERLESS, true, true),
                new Member("", "10.0.0.9", Part.MISSING, true, false, null, 0, ""),
                member("fra-3", Part.MISSING, true, true),
                member("fra-4", Part.JOINING, false, true));
        assertEquals(
                """
                1 of 3 members that keep the registry are here: nothing can be written
                stale since 09:30:00: nothing can be written, and of nodes the last is told that was known
                  NAME   ADDRESS   IN THE REGISTRY       SINCE     RUNS          VERSION
                  fra-1  10.0.0.1  sees no leader        09:30:00  generation 6  0.1.0
                  ?      10.0.0.9  missing, not named
                  fra-3  10.0.0.3  missing               09:30:00  generation 6  0.1.0
                  fra-4  10.0.0.4  joining, no vote yet  09:30:00  generation 6  0.1.0

                fra-3 is not heard
                  fix: drover leave fra-3
                """,
                text(ensemble(
                        MORNING, Votes.of(3, 1), members, new Advice("fra-3 is not heard", "drover leave fra-3"))));
    }

    @Test
    void tellsOfNodesForThemselvesAndOfOtherServers() {
        var alone = List.of(member("fra-1", Part.ALONE, false, false));
        assertEquals("""
                fra-1 keeps its registry for itself
                  NAME   ADDRESS   IN THE REGISTRY  SINCE     RUNS          VERSION
                  fra-1  10.0.0.1  its own          09:30:00  generation 6  0.1.0
                """, text(new Roster("fra-1", Kept.HERE, null, null, List.of(), alone, List.of())));
        assertEquals(
                "ZooKeeper keeps the registry: zk-1:2181, zk-2:2181\n",
                text(new Roster(
                        "fra-1", Kept.CONNECTED, null, null, List.of("zk-1:2181", "zk-2:2181"), List.of(), List.of())));
    }
}
