package dev.drover.dns.answer;

import dev.drover.dns.answer.Rendering.For;
import dev.drover.dns.answer.Resolution.Detail;
import dev.drover.dns.message.Rcode;
import dev.drover.dns.message.Suffixes;
import dev.drover.dns.name.DnsName;
import dev.drover.dns.name.Rdata;
import dev.drover.dns.name.RecordSet;
import dev.drover.dns.name.RecordType;
import dev.drover.dns.zone.Zone;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Works out all that a zone answers. Owners come in canonical order, so that what a delegation or DNAME hides follows it, and an
 * empty non-terminal is met before what lies below it.
 */
final class ZoneCompiler {
    private final Zone zone;
    private final Detail detail;
    private final boolean isSecure;
    /** Whether what denies is made while it is asked for, so that nothing with such a record in it is kept. */
    private final boolean isCompact;

    private final Arena arena = new Arena();
    private final Suffixes name = new Suffixes();
    private final byte[] wire = new byte[DnsName.LONGEST];
    private final int noData;
    private final int noName;
    private final List<DnsName> wildcards = new ArrayList<>();
    /** What hides the names that follow. */
    private @Nullable DnsName hiding;

    private ZoneCompiler(Zone zone, Detail detail) {
        this.zone = zone;
        this.detail = detail;
        this.isSecure = detail == Detail.SECURE;
        this.isCompact = isSecure && zone.signer() != null;
        Reply denied = Resolution.ofKnown(zone, zone.origin(), List.of(), Resolution.NO_TYPE, detail);
        // What proves it differs from name to name.
        this.noData = isSecure ? Arena.NO_ANSWER : arena.add(Rendering.of(denied, zone.origin(), For.BELOW));
        this.noName = isSecure ? Arena.NO_ANSWER : arena.add(Rendering.of(asNoName(denied), zone.origin(), For.BELOW));
    }

    private static Reply asNoName(Reply denied) {
        return new Reply(Rcode.NXDOMAIN, true, denied.answer(), denied.authority(), List.of(), List.of());
    }

    static Arena compile(Zone zone, Detail detail) {
        var compiler = new ZoneCompiler(zone, detail);
        zone.forEach(compiler::add);
        compiler.wildcards.forEach(compiler::join);
        compiler.arena.trim();
        return compiler.arena;
    }

    private void add(DnsName owner, List<RecordSet> sets) {
        if (hiding != null && owner.isBelow(hiding)) {
            return;
        }
        addEmpty(owner);
        boolean cut = !owner.equals(zone.origin()) && !owner.isWildcard() && has(sets, RecordType.NS);
        boolean moves = !cut && has(sets, RecordType.DNAME);
        if (cut || moves) {
            hiding = owner;
        }
        if (owner.isWildcard()) {
            wildcards.add(owner);
        }
        if (cut) {
            addCut(owner, sets);
        } else if (has(sets, RecordType.CNAME)) {
            addAlias(owner, sets);
        } else {
            int[] answers =
                    sets.stream().mapToInt(s -> answer(owner, sets, s.type())).toArray();
            int below = moves ? Arena.NO_ANSWER : noName;
            var types = sets.stream().map(RecordSet::type).toList();
            int otherwise = isSecure && !isMade(sets) ? answer(owner, sets, Resolution.NO_TYPE) : noData;
            int kind = moves ? Arena.MOVED : Arena.PLAIN;
            list(arena.add(read(owner), kind, otherwise, below, sets.size()), types, answers);
        }
    }

    private boolean isMade(List<RecordSet> sets) {
        return isCompact && !has(sets, RecordType.NSEC);
    }

    private static boolean has(List<RecordSet> sets, RecordType type) {
        return sets.stream().anyMatch(s -> s.type().equals(type));
    }

    /** The names between an owner and what is known above it own nothing, yet exist (RFC 4592 section 2.2.2). */
    private void addEmpty(DnsName owner) {
        if (owner.labels() <= zone.origin().labels() + 1) {
            return;
        }
        DnsName parent = owner.parent();
        if (arena.find(read(parent), 0) == 0) {
            addEmpty(parent);
            if (parent.isWildcard()) {
                wildcards.add(parent);
            }
            int nothing = isSecure && !isCompact ? answer(parent, List.of(), Resolution.NO_TYPE) : noData;
            arena.add(read(parent), Arena.PLAIN, nothing, noName, 0);
        }
    }

    private void addCut(DnsName owner, List<RecordSet> sets) {
        Reply referral = Resolution.of(zone, owner, Resolution.NO_TYPE, detail);
        int below = arena.add(Rendering.of(referral, owner, For.BELOW));
        List<RecordSet> parents =
                sets.stream().filter(s -> s.type().equals(RecordType.DS)).toList();
        int ds = parents.isEmpty() && !isSecure ? noData : answer(owner, sets, RecordType.DS);
        int node = arena.add(read(owner), Arena.CUT, below, below, 1);
        arena.list(node, 0, RecordType.DS.number(), ds);
    }

    private void addAlias(DnsName owner, List<RecordSet> sets) {
        List<RecordType> types =
                new ArrayList<>(sets.stream().map(RecordSet::type).toList());
        int otherwise = Arena.NO_ANSWER;
        if (isCompact) {
            // It may lead to what is not there.
            arena.add(read(owner), Arena.PLAIN, otherwise, noName, 0);
            return;
        }
        if (!owner.isWildcard() || isFixed(owner, sets)) {
            for (RecordType type : Resolution.offered(zone, owner, sets)) {
                if (!types.contains(type)) {
                    types.add(type);
                }
            }
            otherwise = answer(owner, sets, Resolution.NO_TYPE);
        }
        int[] answers = types.stream().mapToInt(t -> answer(owner, sets, t)).toArray();
        list(arena.add(read(owner), Arena.PLAIN, otherwise, noName, types.size()), types, answers);
    }

    /** Whether the alias of a wildcard leads the same way whoever asks: not to a name that the wildcard itself answers for. */
    private boolean isFixed(DnsName wildcard, List<RecordSet> sets) {
        var chain = Resolution.ofKnown(zone, wildcard, sets, Resolution.NO_TYPE, Detail.MINIMAL)
                .answer();
        return chain.stream().skip(1).noneMatch(e -> e.owner().isBelow(wildcard.parent()) && !zone.exists(e.owner()))
                && chain.stream().noneMatch(e -> e.set().first().equals(Rdata.of(wildcard)));
    }

    private void list(int node, List<RecordType> types, int[] answers) {
        for (int i = 0; i < answers.length; i++) {
            arena.list(node, i, types.get(i).number(), answers[i]);
        }
    }

    private int answer(DnsName owner, List<RecordSet> sets, RecordType type) {
        Reply reply = Resolution.ofKnown(zone, owner, sets, type, detail);
        return arena.add(Rendering.of(reply, owner, owner.isWildcard() ? For.WILDCARD : For.ONE));
    }

    /** Ties a wildcard to the name above it. */
    private void join(DnsName wildcard) {
        int node = arena.find(read(wildcard), 0);
        arena.setWildcard(arena.find(read(wildcard.parent()), 0), node);
    }

    private Suffixes read(DnsName owner) {
        owner.copyTo(wire, 0);
        name.read(wire, 0, owner.length());
        return name;
    }
}
