package dev.drover.dns.plane;

import dev.drover.dns.name.DnsName;
import dev.drover.dns.name.Rdata;
import dev.drover.dns.plane.SigningPlans.Plan;
import dev.drover.dns.sign.KeyPlan;
import dev.drover.dns.sign.SigningKey;
import dev.drover.plane.control.ZoneKeys;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** Keys as operators want to see them. */
final class KeyList {
    private KeyList() {}

    static List<ZoneKeys> of(Collection<Plan> plans, Instant now) {
        return plans.stream().map(plan -> of(plan.keys(), now)).toList();
    }

    private static ZoneKeys of(KeyPlan plan, Instant now) {
        DnsName zone = plan.origin();
        List<SigningKey> announced = plan.at(now).announced();
        return new ZoneKeys(
                zone.toString(),
                announced.getFirst().algorithm().mnemonic(),
                plan.states(now).stream().map(state -> key(zone, state)).toList(),
                announced.stream().map(key -> ds(zone, key)).toList());
    }

    private static ZoneKeys.Key key(DnsName zone, KeyPlan.State state) {
        Rdata data = state.key().dnskey();
        byte[] bytes = data.toBytes();
        String open = Base64.getEncoder().encodeToString(Arrays.copyOfRange(bytes, 4, bytes.length));
        String record = "%s IN DNSKEY %d %d %d %s".formatted(zone, data.u16(0), data.u8(2), data.u8(3), open);
        Instant until = state.until().equals(Instant.MAX) ? null : state.until();
        return new ZoneKeys.Key(state.key().tag(), data.u16(0), state.does(), until, record);
    }

    private static String ds(DnsName zone, SigningKey key) {
        byte[] bytes = key.ds(zone).toBytes();
        String digest = HexFormat.of().formatHex(bytes, 4, bytes.length).toUpperCase(Locale.ROOT);
        return "%s IN DS %d %d %d %s".formatted(zone, key.tag(), bytes[2], bytes[3], digest);
    }
}
