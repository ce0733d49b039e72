package dev.drover.dns.plane;

import dev.drover.dns.name.DnsName;
import dev.drover.dns.rollover.Rollovers;
import dev.drover.dns.rollover.Succession;
import dev.drover.model.Dns;
import dev.drover.model.Problem;
import dev.drover.model.Signing;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a model may say of keys: one that is in use does not go because somebody takes a line out of the file, or puts it back. */
final class KeysInUse {
    private final Rollovers rollovers;

    KeysInUse(Rollovers rollovers) {
        this.rollovers = rollovers;
    }

    /**
     * Why a zone may not be signed like this.
     *
     * @param before how it is signed now
     */
    Optional<Problem> problem(Dns.Zone declared, Signing signing, SigningPlans.@Nullable Plan before) {
        try {
            rollovers.open();
        } catch (IOException e) {
            return Optional.of(
                    SigningPlans.problem(declared, "it is not known which keys are in use: " + e.getMessage(), ""));
        }
        Succession known = rollovers.of(DnsName.parse(declared.origin())).orElse(null);
        if (!signing.imported().isEmpty()) {
            return wouldReplace(declared, known, before);
        }
        return signing.lifetime().isZero()
                ? wouldEnd(declared, signing, known)
                : wouldBegin(declared, signing, known, before);
    }

    /** A zone that never got beyond the key with which it began may go back to those that were imported before. */
    private static Optional<Problem> wouldReplace(
            Dns.Zone declared, @Nullable Succession known, SigningPlans.@Nullable Plan before) {
        return before == null
                        || before.signing().lifetime().isZero()
                        || known == null
                        || known.isByHand()
                        || known.step() == 1
                ? Optional.empty()
                : Optional.of(SigningPlans.problem(
                        declared,
                        "imported keys would take those away that are in use, " + known.numbers()
                                + ": they have followed each other by themselves",
                        "keys: " + known.numbers() + " without ksk-lifetime, and import then"));
    }

    private static Optional<Problem> wouldEnd(Dns.Zone declared, Signing signing, @Nullable Succession known) {
        return known == null || known.isByHand() || signing.keys().containsAll(known.numbers())
                ? Optional.empty()
                : Optional.of(SigningPlans.problem(
                        declared,
                        "the keys in use are others than " + signing.keys()
                                + ": they have followed each other by themselves",
                        "keys: " + known.numbers() + ", or ksk-lifetime as before"));
    }

    /**
     * Keys that were by hand go on with those that are there, whatever lower number is declared: that may be the one with which they once began, in
     * a file that comes back. A higher one is a wish that would take them away, as any other is where nothing is remembered.
     */
    private static Optional<Problem> wouldBegin(
            Dns.Zone declared, Signing signing, @Nullable Succession known, SigningPlans.@Nullable Plan before) {
        List<Integer> there = List.of();
        if (known != null && known.isByHand()) {
            there = signing.keys().getLast() > Collections.max(known.numbers()) ? known.numbers() : there;
        } else if (known == null
                && before != null
                && before.signing().lifetime().isZero()) {
            there = before.signing().imported().isEmpty()
                            && !before.signing().keys().equals(signing.keys())
                    ? before.signing().keys()
                    : there;
        }
        if (there.isEmpty()) {
            return Optional.empty();
        }
        String fix = there.size() == 1
                ? "keys: " + there + " beside ksk-lifetime"
                : "keys: [" + there.getLast()
                        + "] without ksk-lifetime, when the zone above has the DS record of that key alone; ksk-lifetime then";
        return Optional.of(SigningPlans.problem(
                declared, "the keys in use are " + there + ", and " + signing.keys() + " would take them away", fix));
    }
}
