package dev.drover.command;

import dev.drover.plane.control.Roster;
import dev.drover.plane.control.Roster.Member;
import dev.drover.plane.control.Roster.Part;
import dev.drover.plane.control.Roster.Votes;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Who keeps the registry and who uses it, for reading. */
final class MemberWords {
    private final Output output;
    private final Instant now;

    MemberWords(Output output, Instant now) {
        this.output = output;
        this.now = now;
    }

    String text(Roster roster) {
        var text = new StringBuilder(head(roster)).append('\n');
        Instant stale = roster.staleSince();
        if (stale != null) {
            text.append(output.wary("stale since " + Times.at(stale, now, output.zone())
                            + ": nothing can be written, and of nodes the last is told that was known"))
                    .append('\n');
        }
        if (!roster.members().isEmpty()) {
            text.append(table(roster));
        }
        roster.advice()
                .forEach(advice -> text.append('\n')
                        .append(output.wary(advice.what()))
                        .append("\n  fix: ")
                        .append(advice.fix())
                        .append('\n'));
        return text.toString();
    }

    private String head(Roster roster) {
        return switch (roster.kept()) {
            case NOWHERE -> "this node has no registry\n  fix: registry: {} in its file gives it one";
            case HERE -> roster.self() + " keeps its registry for itself";
            case CONNECTED -> "ZooKeeper keeps the registry: " + String.join(", ", roster.servers());
            case ENSEMBLE -> votes(roster.votes());
        };
    }

    /** {@code 3 members keep the registry, all here: 1 may be lost}. */
    private String votes(@Nullable Votes votes) {
        if (votes == null) {
            return output.bad("who keeps the registry is not known");
        }
        String who = votes.all() == votes.present()
                ? votes.all() + (votes.all() == 1 ? " member keeps" : " members keep") + " the registry"
                        + (votes.all() == 1 ? "" : ", all here")
                : votes.present() + " of " + votes.all() + " members that keep the registry are here";
        if (votes.bears() < 0) {
            return output.bad(who + ": nothing can be written");
        }
        return votes.bears() == 0
                ? output.wary(who + ": none may be lost")
                : who + ": " + votes.bears() + " may be lost";
    }

    private String table(Roster roster) {
        var table = new Table("  ");
        table.row("NAME", "ADDRESS", "IN THE REGISTRY", "SINCE", "RUNS", "VERSION");
        for (Member member : roster.members()) {
            Instant since = member.since();
            table.row(
                    member.name().isEmpty() ? "?" : member.name(),
                    member.address(),
                    words(member),
                    since == null ? "" : Times.at(since, now, output.zone()),
                    member.runs() == 0 ? "" : "generation " + member.runs(),
                    member.version());
        }
        return table.text();
    }

    private String words(Member member) {
        String part = part(member);
        if (member.votes() && !member.named()) {
            return part + output.wary(", not named");
        }
        return member.named() && !member.votes() && member.part() != Part.LEFT
                ? part + output.wary(", no vote yet")
                : part;
    }

    private String part(Member member) {
        Part part = member.part();
        return switch (part) {
            case LEADER -> output.good("leader");
            case FOLLOWER -> output.good("follower");
            case JOINING -> output.wary("joining");
            case WAITING -> output.wary("runs");
            case LEADERLESS -> output.bad("sees no leader");
            case STRANGER -> output.bad("another secret");
            case MISSING -> output.bad("missing");
            case CLIENT -> "client";
            case ALONE -> "its own";
            case GONE -> output.wary(member.since() == null && member.version().isEmpty() ? "not heard" : "gone");
            case LEFT -> output.faint("left");
        };
    }
}
