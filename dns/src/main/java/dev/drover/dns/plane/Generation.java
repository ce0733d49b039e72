package dev.drover.dns.plane;

import dev.drover.board.Snapshot;
import dev.drover.dns.answer.Answers;
import dev.drover.dns.answer.Identity;
import dev.drover.dns.challenge.ChallengedZones;
import dev.drover.dns.discovery.DiscoveryNames;
import dev.drover.dns.name.DnsName;
import dev.drover.dns.steer.Epochs;
import dev.drover.plane.Discovery;
import java.time.Instant;
import java.util.List;

/**
 * Answers, what they were made of, and what of that the next ones can take over. Immutable: one is made beside the one that is in force,
 * however long it takes.
 *
 * @param declared what the file alone has to tell of the catalog
 * @param missing zones of other primaries that are not there
 * @param looked when signatures were last looked at
 */
record Generation(
        Basis basis,
        Snapshot snapshot,
        Discovery.Catalog declared,
        Epochs epochs,
        Following following,
        ChallengedZones challenged,
        SignedZones signed,
        List<DnsName> missing,
        Instant looked,
        Answers answers) {
    /** Nothing is declared or known. */
    static Generation none(Instant now, String node, Identity identity) {
        Basis basis = Basis.none();
        Snapshot snapshot = Snapshot.empty(now);
        return new Generation(
                basis,
                snapshot,
                DiscoveryNames.declared(basis.model(), snapshot, node),
                new Epochs(List.of()),
                Following.NONE,
                ChallengedZones.NONE,
                SignedZones.NONE,
                List.of(),
                Instant.MIN,
                Answers.of(List.of(), identity));
    }
}
