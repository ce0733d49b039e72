package dev.drover.dns.plane;

import dev.drover.dns.name.DnsName;
import dev.drover.dns.name.RecordType;
import dev.drover.dns.rollover.Rollovers;
import dev.drover.dns.rollover.Watched;
import dev.drover.dns.sign.Algorithm;
import dev.drover.dns.sign.Derivation;
import dev.drover.dns.sign.Entries;
import dev.drover.dns.sign.KeyPlan;
import dev.drover.dns.sign.Keys;
import dev.drover.dns.sign.SetSigner;
import dev.drover.dns.sign.SigningKey;
import dev.drover.dns.sign.ZoneSigner;
import dev.drover.dns.zone.Zone;
import dev.drover.model.Coordination;
import dev.drover.model.Dns;
import dev.drover.model.Model;
import dev.drover.model.Problem;
import dev.drover.model.Secret;
import dev.drover.model.Signing;
import dev.drover.plane.NotPrepared;
import dev.drover.plane.Secrets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** With which keys the zones of a model are signed. A zone that is signed as before keeps its plan, and what that remembers. */
final class SigningPlans {
    /** What nobody may have written into a zone that is signed here. */
    private static final List<RecordType> OURS = List.of(
            RecordType.RRSIG,
            RecordType.NSEC,
            RecordType.NSEC3,
            RecordType.NSEC3PARAM,
            RecordType.DNSKEY,
            RecordType.CDS,
            RecordType.CDNSKEY);

    private final InstantSource clock;
    private final OwnSecret own;
    private final Secrets secrets;
    private final Rollovers rollovers;
    private final KeysInUse inUse;

    /** @param rollovers knows how far keys have got that follow each other by themselves */
    SigningPlans(InstantSource clock, Path folder, Secrets secrets, Rollovers rollovers) {
        this.rollovers = rollovers;
        this.inUse = new KeysInUse(rollovers);
        this.clock = clock;
        this.own = new OwnSecret(folder);
        this.secrets = secrets;
    }

    /**
     * How one zone is signed.
     *
     * @param shared whether nodes agree on its keys
     * @param copied whether secondaries may have it, so that its serial grows as signatures are renewed
     * @param signer signs what is chosen
     * @param denier signs what denies names that are made up, which are to drive nothing else out of memory
     */
    record Plan(
            Signing signing,
            boolean shared,
            boolean copied,
            String secret,
            KeyPlan keys,
            SetSigner signer,
            SetSigner denier) {
        ZoneSigner.Signed sign(Zone zone, Set<DnsName> chosen, Keys at, Instant now, @Nullable Zone known) {
            return switch (signing.denial()) {
                case NSEC -> ZoneSigner.sign(zone, chosen, at, now, known);
                case COMPACT -> ZoneSigner.signCompact(zone, chosen, at, now, known, denier);
            };
        }

        @Override
        public String toString() {
            return "signed by " + signing.algorithm();
        }
    }

    /** @param before what was in force */
    Map<DnsName, Plan> of(Model model, Readings.Reading reading, Basis before) throws NotPrepared {
        var problems = new ArrayList<Problem>();
        var plans = new LinkedHashMap<DnsName, Plan>();
        Dns dns = model.dns().orElseGet(Dns::none);
        boolean shared = isShared(model);
        for (Dns.Zone declared : dns.zones().values()) {
            Signing signing = declared.signing().orElse(null);
            Zone zone = reading.zone(declared.origin()).orElse(null);
            if (signing != null && zone != null) {
                unfit(declared, zone).ifPresent(problems::add);
                if (reading.isAhead(declared)) {
                    problems.add(Problem.of(
                            declared.where().at("transfer"),
                            "dns.zones." + declared.origin() + ".transfer",
                            "the serial of the SOA, " + zone.serial()
                                    + ", cannot grow with each renewal of signatures: those that Drover makes are lower, "
                                    + reading.serial() + " now",
                            "serial 1 in the SOA, which Drover then replaces; have secondaries fetch the zone again"));
                }
                Plan old = before.plans().get(zone.origin());
                boolean isAnswered = before.reading().zone(declared.origin()).isPresent();
                var agreeing = new Agreeing(shared, !shared || isSame(signing, old, isAnswered));
                Plan plan = plan(dns, declared, signing, agreeing, problems, old);
                if (plan != null) {
                    plans.put(zone.origin(), plan);
                }
            }
        }
        if (!problems.isEmpty()) {
            throw new NotPrepared(problems);
        }
        return plans;
    }

    private static Optional<Problem> unfit(Dns.Zone declared, Zone zone) {
        return zone.owners().stream()
                .flatMap(owner -> zone.at(owner).stream()
                        .filter(s -> OURS.contains(s.type()))
                        .map(s -> problem(
                                declared,
                                owner + " has " + s.type() + " records in a zone that is signed here",
                                "remove them, or sign")))
                .findFirst();
    }

    private @Nullable Plan plan(
            Dns dns,
            Dns.Zone declared,
            Signing signing,
            Agreeing agreeing,
            List<Problem> problems,
            @Nullable Plan before) {
        DnsName origin = DnsName.parse(declared.origin());
        boolean imported = !signing.imported().isEmpty();
        String secret = imported ? "" : secret(dns, declared, problems);
        Optional<Problem> replaced = inUse.problem(declared, signing, before);
        replaced.ifPresent(problems::add);
        if (secret == null || replaced.isPresent()) {
            return null;
        }
        if (!imported
                && before != null
                && before.signing().equals(signing)
                && before.shared() == agreeing.shared()
                && before.copied() == declared.transfer().isPresent()
                && before.secret().equals(secret)) {
            return before;
        }
        KeyPlan keys;
        if (imported) {
            List<SigningKey> read = ImportedKeys.read(declared, signing, problems::add);
            if (read.isEmpty()) {
                return null;
            }
            keys = KeyPlan.imported(origin, read);
        } else {
            var derivation = new Derivation(secret.getBytes(StandardCharsets.UTF_8));
            keys = signing.lifetime().isZero()
                    ? KeyPlan.derived(origin, algorithm(signing), derivation, signing.keys(), signing.roll())
                    : KeyPlan.derived(
                            origin,
                            algorithm(signing),
                            derivation,
                            following(origin, signing, agreeing),
                            signing.roll());
        }
        return new Plan(
                signing,
                agreeing.shared(),
                declared.transfer().isPresent(),
                secret,
                keys,
                new SetSigner(keys, clock),
                new SetSigner(keys, clock));
    }

    /** Whether the nodes that run a model agree on it, and on keys. */
    private static boolean isShared(Model model) {
        return model.registry()
                .filter(r -> !(r.coordination() instanceof Coordination.Embedded))
                .isPresent();
    }

    /**
     * Whether the zone is answered with the key that is declared, or without any, so that the zone above vouches for no other: it goes on with that
     * until nodes have agreed.
     */
    private static boolean isSame(Signing signing, @Nullable Plan before, boolean isAnswered) {
        return before == null
                ? isAnswered
                : before.signing().lifetime().isZero()
                        && before.signing().imported().isEmpty()
                        && before.signing().keys().equals(signing.keys());
    }

    /**
     * Whether others have a say in the keys of a zone.
     *
     * @param shared whether nodes agree on them
     * @param known whether the key that is declared is in use where nothing is remembered
     */
    private record Agreeing(boolean shared, boolean known) {}

    private Function<Instant, Optional<Entries>> following(DnsName origin, Signing signing, Agreeing agreeing) {
        Optional<Entries> declared = agreeing.known() ? Optional.of(Entries.fixed(signing.keys())) : Optional.empty();
        return now -> rollovers
                .of(origin)
                .map(at -> rollovers.entries(at, signing.lifetime(), agreeing.shared(), now))
                .orElse(declared);
    }

    /** The zones of a model are watched, and their keys follow each other, as it says. */
    void use(Model model, Map<DnsName, Plan> plans) {
        var watched = new ArrayList<Watched>();
        var byHand = new HashMap<DnsName, List<Integer>>();
        plans.forEach((origin, plan) -> {
            Signing signing = plan.signing();
            if (!signing.lifetime().isZero()) {
                watched.add(new Watched(
                        origin,
                        signing.keys().getLast(),
                        signing.lifetime(),
                        signing.parents().stream().map(Copies::at).toList(),
                        plan.keys()::entry));
            } else if (signing.imported().isEmpty()) {
                byHand.put(origin, signing.keys());
            }
        });
        rollovers.use(watched, byHand, isShared(model));
    }

    private static Algorithm algorithm(Signing signing) {
        return switch (signing.algorithm()) {
            case ECDSA_P256 -> Algorithm.ECDSA_P256;
            case ED25519 -> Algorithm.ED25519;
        };
    }

    private @Nullable String secret(Dns dns, Dns.Zone declared, List<Problem> problems) {
        Secret given = dns.secret().orElse(null);
        if (given == null) {
            try {
                return own.text();
            } catch (IOException e) {
                problems.add(problem(declared, "the secret of its keys cannot be kept: " + e.getMessage(), ""));
                return null;
            }
        }
        return switch (secrets.read(given)) {
            case Secrets.Read.Missing missing -> {
                problems.add(Problem.of(dns.where().at("secret"), "dns.secret", missing.what(), missing.fix()));
                yield null;
            }
            case Secrets.Read.Text text -> {
                String bare = text.text().strip();
                if (bare.length() < Derivation.SHORTEST) {
                    problems.add(Problem.of(
                            dns.where().at("secret"),
                            "dns.secret",
                            "a text of " + bare.length() + " characters (expected: at least " + Derivation.SHORTEST
                                    + ", drawn at random)",
                            "openssl rand -hex 32"));
                    yield null;
                }
                yield bare;
            }
        };
    }

    static Problem problem(Dns.Zone zone, String what, String fix) {
        return Problem.of(zone.where().at("sign"), "dns.zones." + zone.origin() + ".sign", what, fix);
    }
}
