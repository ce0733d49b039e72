package dev.drover.dns.plane;

import dev.drover.dns.name.DnsName;
import dev.drover.dns.name.Rdata;
import dev.drover.dns.plane.SigningPlans.Plan;
import dev.drover.dns.rollover.Waiting;
import dev.drover.dns.sign.KeyPlan;
import dev.drover.dns.sign.Keys;
import dev.drover.dns.sign.SigningKey;
import dev.drover.plane.control.ZoneKeys;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Keys as operators want to see them. */
final class KeyList {
    private KeyList() {}

    static List<ZoneKeys> of(Collection<Plan> plans, List<Waiting> waiting, Instant now) {
        var waits = new HashMap<DnsName, ZoneKeys.Waits>();
        waiting.forEach(w -> waits.put(w.zone(), new ZoneKeys.Waits(w.since(), w.why(), confirm(w))));
        return plans.stream()
                .map(plan -> of(plan.keys(), waits.get(plan.keys().origin()), now))
                .toList();
    }

    /** The command by which somebody says that the zone above vouches for the key; empty where that would not help. */
    static String confirm(Waiting waiting) {
        return waiting.bySeen() ? "drover dns keys --seen " + bare(waiting.zone()) : "";
    }

    static String bare(DnsName zone) {
        String text = zone.toString();
        return zone.isRoot() ? text : text.substring(0, text.length() - 1);
    }

    private static ZoneKeys of(KeyPlan plan, ZoneKeys.@Nullable Waits waits, Instant now) {
        DnsName zone = plan.origin();
        if (!plan.isKnown(now)) {
            return new ZoneKeys(zone.toString(), "", List.of(), List.of(), waits);
        }
        Keys keys = plan.at(now);
        return new ZoneKeys(
                zone.toString(),
                keys.zone().algorithm().mnemonic(),
                plan.states(now).stream().map(state -> key(zone, state)).toList(),
                keys.announced().stream().map(key -> ds(zone, key)).toList(),
                waits);
    }

    private static ZoneKeys.Key key(DnsName zone, KeyPlan.State state) {
        Rdata data = state.key().dnskey();
        byte[] bytes = data.toBytes();
        String open = Base64.getEncoder().encodeToString(Arrays.copyOfRange(bytes, 4, bytes.length));
        String record = "%s IN DNSKEY %d %d %d %s".formatted(zone, data.u16(0), data.u8(2), data.u8(3), open);
        Instant until = state.until().equals(Instant.MAX) ? null : state.until();
        return new ZoneKeys.Key(
                state.key().tag(),
                data.u16(0),
                state.standing().name().toLowerCase(Locale.ROOT),
                state.does(),
                until,
                record);
    }

    private static String ds(DnsName zone, SigningKey key) {
        byte[] bytes = key.ds(zone).toBytes();
        String digest = HexFormat.of().formatHex(bytes, 4, bytes.length).toUpperCase(Locale.ROOT);
        return "%s IN DS %d %d %d %s".formatted(zone, key.tag(), bytes[2], bytes[3], digest);
    }
}
