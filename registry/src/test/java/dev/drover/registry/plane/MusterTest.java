package dev.drover.registry.plane;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.drover.plane.control.Roster;
import dev.drover.plane.control.Roster.Member;
import dev.drover.plane.control.Roster.Part;
import dev.drover.registry.MemoryRegistry;
import dev.drover.registry.command.Command;
import dev.drover.registry.ensemble.Census;
import dev.drover.registry.ensemble.Census.Doing;
import dev.drover.registry.ensemble.Place;
import dev.drover.registry.ensemble.Ports;
import dev.drover.registry.ensemble.Roll;
import dev.drover.registry.ensemble.Seat;
import dev.drover.registry.entry.Check;
import dev.drover.registry.entry.Node;
import dev.drover.registry.store.Presence.Left;
import dev.drover.registry.store.Presence.Shown;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MusterTest {
    private static final Instant CAME = Instant.parse("2030-01-01T09:30:00Z");
    private static final Instant MISSED = Instant.parse("2030-01-01T11:58:40Z");
    private static final Ports PORTS = new Ports(1, 2, 3);

    private final MemoryRegistry registry = new MemoryRegistry(InstantSource.system());
    private final Map<String, Shown> alive = new LinkedHashMap<>();
    private final Map<String, Instant> missed = new LinkedHashMap<>();
    private final Map<String, String> addresses = new LinkedHashMap<>();

    private void node(int number, boolean there) throws Exception {
        String name = "N-" + number;
        registry.apply(
                new Command.Register(Node.of(name, address(number)), false, List.of(), List.of(Check.alive(name))));
        addresses.put(name, address(number));
        if (there) {
            alive.put("n-" + number, new Shown(CAME, "0.1.0"));
        } else {
            missed.put("n-" + number, MISSED);
        }
    }

    private static String address(int number) {
        return "10.0.0." + number;
    }

    private static List<Place> named(int... numbers) {
        return IntStream.of(numbers)
                .mapToObj(n -> new Place("N-" + n, address(n)))
                .toList();
    }

    private static Roll voters(int... numbers) {
        return new Roll(
                1,
                IntStream.of(numbers)
                        .mapToObj(n -> new Seat(n, address(n), PORTS, true))
                        .toList());
    }

    private Roster call(List<Place> named, Roll roll, Map<String, Doing> seen, Left... left) {
        return new Muster("N-1", Optional.empty(), registry.state(), alive, List.of(left), missed, addresses)
                .ensemble(named, new Census(Optional.of(roll), seen));
    }

    private static String words(Roster roster) {
        var text = new StringBuilder();
        for (Member member : roster.members()) {
            text.append(member.name().isEmpty() ? member.address() : member.name())
                    .append(' ')
                    .append(member.part())
                    .append(member.votes() ? " votes" : "")
                    .append(member.named() ? " named" : "")
                    .append('\n');
        }
        roster.advice().forEach(a -> text.append(a.what()).append('\n'));
        return text.toString();
    }

    @Test
    void callsAllThereAre() throws Exception {
        node(1, true);
        node(2, true);
        node(3, false);
        node(4, true);
        node(5, false);
        addresses.put("N-6", address(6));
        var seen = Map.of(address(1), Doing.LEADS, address(2), Doing.FOLLOWS, address(3), Doing.SILENT);
        var left = new Left[] {new Left("n-7", address(7), MISSED), new Left("n-8", address(8), MISSED)};
        Roster roster = call(named(1, 2, 3, 8), voters(1, 2, 3), seen, left);
        assertEquals("""
                N-1 LEADER votes named
                N-2 FOLLOWER votes named
                N-3 MISSING votes named
                N-8 LEFT named
                N-4 CLIENT
                N-5 GONE
                N-6 GONE
                n-7 LEFT
                N-3 is not heard, and its vote counts as missing
                N-8 left, and registry.ensemble names it
                N-5 is not heard
                """, words(roster));
        assertEquals(new Roster.Votes(3, 2, 2, 0), roster.votes());
        assertEquals(CAME, roster.members().get(1).since());
        assertEquals(MISSED, roster.members().get(2).since());
        assertEquals("0.1.0", roster.members().get(4).version());
    }

    @Test
    void tellsWhoComesAndWhoIsNamedNoLonger() throws Exception {
        node(1, true);
        node(2, true);
        node(3, true);
        node(4, true);
        var seen = Map.of(
                address(1), Doing.FOLLOWS,
                address(2), Doing.LEADS,
                address(3), Doing.CATCHES_UP,
                address(8), Doing.SILENT);
        assertEquals("""
                N-1 FOLLOWER votes named
                N-2 LEADER votes
                10.0.0.8 MISSING votes
                N-3 JOINING named
                N-4 WAITING named
                N-2 votes, and registry.ensemble does not name it
                10.0.0.8 is not heard, and its vote counts as missing
                10.0.0.8 votes, and registry.ensemble does not name it
                N-3 is named in registry.ensemble and has no vote yet
                N-4 is named in registry.ensemble and has no vote yet
                """, words(call(named(1, 3, 4), voters(1, 2, 8), seen)));
    }

    @Test
    void saysThatNothingCanBeWritten() throws Exception {
        node(1, true);
        Roster roster = call(named(1, 2, 3), voters(1, 2, 3), Map.of(address(1), Doing.SEES_NO_LEADER));
        assertEquals(Part.LEADERLESS, roster.members().getFirst().part());
        assertEquals(
                "nothing can be written: 0 of 3 votes are here, and 2 are needed",
                roster.advice().getFirst().what());
    }

    @Test
    void knowsWhoMovedByItsNewAddressAndTheOldOneByNone() throws Exception {
        node(1, true);
        registry.apply(new Command.Register(Node.of("N-2", address(2)), false, List.of(), List.of(Check.alive("N-2"))));
        var moved = List.of(new Place("N-1", address(1)), new Place("N-2", address(22)));
        addresses.put("N-2", address(22));
        var seen = Map.of(address(1), Doing.LEADS, address(22), Doing.FOLLOWS, address(2), Doing.SILENT);
        Roll roll = new Roll(
                1,
                List.of(
                        new Seat(1, address(1), PORTS, true),
                        new Seat(2, address(2), PORTS, true),
                        new Seat(3, address(22), PORTS, true)));
        assertEquals("""
                N-1 LEADER votes named
                10.0.0.2 MISSING votes
                N-2 FOLLOWER votes named
                10.0.0.2 is not heard, and its vote counts as missing
                10.0.0.2 votes, and registry.ensemble does not name it
                """, words(call(moved, roll, seen)));
    }
}
