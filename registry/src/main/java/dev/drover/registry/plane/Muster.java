package dev.drover.registry.plane;

import dev.drover.plane.control.Roster;
import dev.drover.plane.control.Roster.Advice;
import dev.drover.plane.control.Roster.Member;
import dev.drover.plane.control.Roster.Part;
import dev.drover.plane.control.Roster.Votes;
import dev.drover.registry.ensemble.Census;
import dev.drover.registry.ensemble.Place;
import dev.drover.registry.ensemble.Seat;
import dev.drover.registry.entry.Check;
import dev.drover.registry.entry.ModelWord;
import dev.drover.registry.entry.Node;
import dev.drover.registry.state.State;
import dev.drover.registry.store.Presence;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Calls all who keep or use a registry, and says what each does: first who votes, then who is named and does not, then all others.
 *
 * @param self this node
 * @param alive whether this node is alive is not a question; of others, by name in lower case, what they tell
 * @param missed since when this node misses whom, by name in lower case
 * @param addresses of the nodes of this site that the file declares, by name
 */
record Muster(
        String self,
        Optional<Instant> stale,
        State state,
        Map<String, Presence.Shown> alive,
        List<Presence.Left> left,
        Map<String, Instant> missed,
        Map<String, String> addresses) {

    /** Where each keeps its own, or ZooKeeper's servers keep it. */
    Roster without(Roster.Kept kept, List<String> servers, List<Advice> advice) {
        var all = new LinkedHashMap<String, Member>();
        others(all, kept == Roster.Kept.HERE ? Part.ALONE : Part.CLIENT);
        var told = new ArrayList<>(advice);
        all.values().forEach(member -> gone(member, told));
        return new Roster(self, kept, stale.orElse(null), null, servers, List.copyOf(all.values()), told);
    }

    Roster ensemble(List<Place> declared, Census census) {
        var all = new LinkedHashMap<String, Member>();
        for (Seat seat : census.roll().map(r -> r.seats()).orElse(List.of())) {
            String name = name(seat.address(), declared);
            boolean named = declared.stream().anyMatch(p -> p.address().equals(seat.address()));
            Part part = seated(census.at(seat.address()), seat.votes());
            put(all, member(name, seat.address(), part, seat.votes(), named));
        }
        for (Place place : declared) {
            if (census.roll().map(r -> r.at(place.address()).isEmpty()).orElse(true)) {
                put(all, unseated(place, census.at(place.address())));
            }
        }
        others(all, Part.CLIENT);
        var votes = census.roll().isEmpty() ? null : Votes.of(census.voters().size(), census.present());
        return new Roster(
                self,
                Roster.Kept.ENSEMBLE,
                stale.orElse(null),
                votes,
                List.of(),
                List.copyOf(all.values()),
                advice(votes, all.values().stream().toList()));
    }

    private static void put(Map<String, Member> all, Member member) {
        String key = member.name().isEmpty() ? member.address() : key(member.name());
        // Who moved has two seats: the old one goes by its address.
        all.put(all.containsKey(key) ? member.address() : key, member);
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private boolean isThere(String name) {
        return name.equalsIgnoreCase(self) || alive.containsKey(key(name));
    }

    private static Part seated(Census.Doing doing, boolean votes) {
        return switch (doing) {
            case LEADS -> Part.LEADER;
            case FOLLOWS -> votes ? Part.FOLLOWER : Part.JOINING;
            case CATCHES_UP -> Part.JOINING;
            case SEES_NO_LEADER -> Part.LEADERLESS;
            case WAITS -> Part.WAITING;
            case STRANGER -> Part.STRANGER;
            case SILENT -> Part.MISSING;
        };
    }

    private Member unseated(Place place, Census.Doing doing) {
        Optional<Presence.Left> gone =
                left.stream().filter(l -> l.name().equals(key(place.name()))).findFirst();
        if (doing == Census.Doing.SILENT && gone.isPresent()) {
            return new Member(
                    place.name(),
                    place.address(),
                    Part.LEFT,
                    false,
                    true,
                    gone.get().at(),
                    0,
                    "");
        }
        Part part = switch (doing) {
            case LEADS, FOLLOWS, CATCHES_UP -> Part.JOINING;
            case SEES_NO_LEADER, WAITS -> Part.WAITING;
            case STRANGER -> Part.STRANGER;
            case SILENT -> isThere(place.name()) ? Part.WAITING : Part.MISSING;
        };
        return member(place.name(), place.address(), part, false, true);
    }

    /** The name of whoever sits at an address: as declared, else as the catalog has it. Who is declared elsewhere by now sits here no longer. */
    private String name(String address, List<Place> declared) {
        return declared.stream()
                .filter(p -> p.address().equals(address))
                .map(Place::name)
                .findFirst()
                .or(() -> addresses.entrySet().stream()
                        .filter(e -> e.getValue().equals(address))
                        .map(Map.Entry::getKey)
                        .findFirst())
                .or(() -> state.nodes().stream()
                        .filter(n -> n.address().equals(address) && isOurs(n))
                        .map(Node::name)
                        .filter(name -> addresses.getOrDefault(name, address).equals(address))
                        .findFirst())
                .orElse("");
    }

    private boolean isOurs(Node node) {
        return state.check(node.name(), Check.LIVENESS) != null;
    }

    private Member member(String name, String address, Part part, boolean votes, boolean named) {
        Presence.Shown shown = alive.get(key(name));
        return new Member(
                name,
                address,
                part,
                votes,
                named,
                since(name, part, shown),
                state.modelWords().stream()
                        .filter(w -> w.node().equalsIgnoreCase(name))
                        .map(ModelWord::runs)
                        .findFirst()
                        .orElse(0L),
                shown == null ? "" : shown.about());
    }

    private @Nullable Instant since(String name, Part part, Presence.@Nullable Shown shown) {
        return switch (part) {
            case MISSING, GONE -> missed.get(key(name));
            case LEADER, FOLLOWER, JOINING, WAITING, LEADERLESS, STRANGER, CLIENT, ALONE, LEFT ->
                shown == null ? null : shown.since();
        };
    }

    /** Who has no part in the ensemble: the nodes of the catalog, those of the file that never came, and those that left. */
    private void others(Map<String, Member> all, Part present) {
        for (Node node : state.nodes()) {
            if (isOurs(node) && !all.containsKey(key(node.name()))) {
                Part part = isThere(node.name()) ? present : Part.GONE;
                put(all, member(node.name(), node.address(), part, false, false));
            }
        }
        if (!addresses.isEmpty() && present != Part.ALONE) {
            addresses.forEach((name, address) -> {
                if (!all.containsKey(key(name))
                        && left.stream().noneMatch(l -> l.name().equals(key(name)))) {
                    put(all, member(name, address, Part.GONE, false, false));
                }
            });
        }
        for (Presence.Left one : left) {
            if (!all.containsKey(one.name())) {
                put(all, new Member(one.name(), one.address(), Part.LEFT, false, false, one.at(), 0, ""));
            }
        }
    }

    private static List<Advice> advice(@Nullable Votes votes, List<Member> members) {
        var told = new ArrayList<Advice>();
        if (votes == null) {
            told.add(new Advice(
                    "nobody could be asked who belongs to the ensemble",
                    "start the members that the file names, and look with drover status what keeps each"));
        } else if (votes.bears() < 0) {
            told.add(new Advice(
                    "nothing can be written: " + votes.present() + " of " + votes.all() + " votes "
                            + (votes.present() == 1 ? "is" : "are") + " here, and " + votes.needed() + " are needed",
                    "bring back as many members as are wanting; drover status on each tells what keeps it"));
        }
        members.forEach(member -> advice(member, told));
        return told;
    }

    private static void advice(Member member, List<Advice> told) {
        String who = member.name().isEmpty() ? member.address() : member.name();
        if (member.votes() && member.part() == Part.MISSING) {
            told.add(new Advice(
                    who + " is not heard, and its vote counts as missing",
                    "start Drover there; if it is lost for good: drover leave " + who));
        }
        if (member.votes() && !member.named()) {
            told.add(new Advice(
                    who + " votes, and registry.ensemble does not name it",
                    "drover leave " + who + ", or name it again and drover apply"));
        }
        if (member.named() && !member.votes()) {
            told.add(new Advice(
                    member.part() == Part.LEFT
                            ? who + " left, and registry.ensemble names it"
                            : who + " is named in registry.ensemble and has no vote yet",
                    switch (member.part()) {
                        case LEFT -> "take it out of the file, and drover apply";
                        case MISSING -> "start Drover there, with the same file and secret: it joins by itself";
                        case JOINING -> "wait: it votes as soon as it has what the others have";
                        default -> "see there with drover status what keeps it; if it left before: drover join, there";
                    }));
        }
        if (member.part() == Part.STRANGER) {
            told.add(new Advice(
                    who + " has another registry.secret, or is no node of Drover's",
                    "give it the same secret and restart it"));
        }
        gone(member, told);
    }

    private static void gone(Member member, List<Advice> told) {
        if (member.part() == Part.GONE && member.since() != null) {
            told.add(new Advice(
                    member.name() + " is not heard",
                    "start Drover there; if it is lost for good: drover leave " + member.name()
                            + ", else what it registered stays for 72 h"));
        }
    }
}
