package dev.drover.dns.plane;

import dev.drover.board.Snapshot;
import dev.drover.dns.answer.Chooser;
import dev.drover.dns.answer.Steered;
import dev.drover.dns.name.DnsName;
import dev.drover.dns.steer.Locator;
import dev.drover.dns.steer.Stays;
import dev.drover.dns.steer.SteeredNames;
import dev.drover.dns.transfer.Access;
import dev.drover.dns.transfer.Followed;
import dev.drover.dns.transfer.Notified;
import dev.drover.dns.transfer.TransferKey;
import dev.drover.dns.transfer.Transfers.Offer;
import dev.drover.dns.zone.Zone;
import dev.drover.model.Dns;
import dev.drover.model.Model;
import dev.drover.model.Problem;
import dev.drover.model.Transfer;
import dev.drover.plane.NotPrepared;
import dev.drover.plane.Secrets;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What a model offers to secondaries. A steered name has in copies the addresses that somebody of whom nothing is known is given while all is up:
 * these are the same on all nodes and stay while the model does, as the serial does.
 */
record Copies(Collection<TransferKey> keys, List<Offer> offers, List<Followed> followed) {
    static final Copies NONE = new Copies(List.of(), List.of(), List.of());

    static Copies of(Model model, Readings.Reading reading, Locator locator, Secrets secrets) throws NotPrepared {
        Dns dns = model.dns().orElseGet(Dns::none);
        Map<String, TransferKey> keys = keys(dns, secrets);
        List<Steered> steered = List.of();
        var offers = new ArrayList<Offer>();
        for (Dns.Zone declared : dns.zones().values()) {
            Optional<Zone> zone = reading.zone(declared.origin());
            Transfer transfer = declared.transfer().orElse(null);
            if (transfer == null || zone.isEmpty()) {
                continue;
            }
            if (steered.isEmpty() && !declared.names().isEmpty()) {
                Snapshot allUp = DeclaredBoard.of(model);
                steered = new SteeredNames(model, allUp, locator, new Stays(), Instant.EPOCH).all();
            }
            offers.add(new Offer(fixed(zone.get(), steered), access(transfer), notified(transfer, keys)));
        }
        return new Copies(keys.values(), offers, followed(dns, keys));
    }

    private static List<Followed> followed(Dns dns, Map<String, TransferKey> keys) {
        var all = new ArrayList<Followed>();
        dns.zones()
                .values()
                .forEach(zone -> zone.primary()
                        .ifPresent(primary -> all.add(new Followed(
                                DnsName.parse(zone.origin()),
                                primary.from().stream().map(Copies::at).toList(),
                                primary.key().map(keys::get).orElse(null)))));
        return all;
    }

    static InetSocketAddress at(Transfer.Server server) {
        return new InetSocketAddress(InetAddress.ofLiteral(server.host()), server.port());
    }

    private static Map<String, TransferKey> keys(Dns dns, Secrets secrets) throws NotPrepared {
        var keys = new LinkedHashMap<String, TransferKey>();
        var problems = new ArrayList<Problem>();
        dns.keys().forEach((name, key) -> {
            switch (secrets.read(key.secret())) {
                case Secrets.Read.Missing missing -> problems.add(problem(key, missing.what(), missing.fix()));
                case Secrets.Read.Text text ->
                    Transfer.Key.problem(text.text())
                            .ifPresentOrElse(
                                    wrong -> problems.add(problem(key, wrong, "make one: openssl rand -base64 32")),
                                    () -> keys.put(name, key(key, text.text())));
            }
        });
        if (!problems.isEmpty()) {
            throw new NotPrepared(problems);
        }
        return keys;
    }

    private static Problem problem(Transfer.Key key, String what, String fix) {
        return Problem.of(key.where().at("secret"), "dns.keys." + key.name() + ".secret", what, fix);
    }

    private static TransferKey key(Transfer.Key key, String secret) {
        byte[] bytes = Base64.getDecoder().decode(secret.strip());
        return new TransferKey(DnsName.parse(key.name()), key.algorithm(), bytes);
    }

    private static Access access(Transfer transfer) {
        Set<DnsName> keys = new HashSet<>();
        transfer.keys().forEach(k -> keys.add(DnsName.parse(k)));
        return new Access(transfer.networks(), keys);
    }

    private static List<Notified> notified(Transfer transfer, Map<String, TransferKey> keys) {
        TransferKey key = transfer.keys().isEmpty()
                ? null
                : Objects.requireNonNull(keys.get(transfer.keys().getFirst()));
        return transfer.notified().stream().map(s -> new Notified(at(s), key)).toList();
    }

    private static Zone fixed(Zone zone, List<Steered> steered) {
        var choices = new HashMap<DnsName, Chooser.Choice>();
        steered.stream()
                .filter(s -> s.origin().equals(zone.origin()))
                .forEach(s -> choices.put(s.name(), s.chooser().choose(InetAddress.getLoopbackAddress())));
        return choices.isEmpty() ? zone : Following.with(zone, choices, steered);
    }
}
