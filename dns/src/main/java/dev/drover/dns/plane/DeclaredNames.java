package dev.drover.dns.plane;

import dev.drover.board.Snapshot;
import dev.drover.dns.answer.Answers;
import dev.drover.dns.answer.Steered;
import dev.drover.dns.discovery.DiscoveryNames;
import dev.drover.dns.missteer.Policy;
import dev.drover.dns.missteer.Replay;
import dev.drover.dns.steer.Locating;
import dev.drover.dns.steer.Stays;
import dev.drover.dns.steer.SteeredNames;
import dev.drover.model.Dns;
import dev.drover.model.Model;
import dev.drover.model.Problem;
import dev.drover.plane.Discovery;
import dev.drover.plane.NotPrepared;
import dev.drover.plane.control.NameQuery;
import dev.drover.plane.control.Naming;
import dev.drover.plane.control.Refused;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What names are by a file alone, without a node: all that it declares is taken to be up. */
public final class DeclaredNames {
    private static final String NO_NODE = "node";

    private DeclaredNames() {}

    /** What is wrong with the zones, and with the files that answering for them needs: the database of places, keys that are imported. */
    public static List<Problem> problems(Optional<Dns> declared) {
        return problems(declared, new Readings());
    }

    /** @param readings may know the zones already */
    static List<Problem> problems(Optional<Dns> declared, Readings readings) {
        List<Problem> problems = new ArrayList<>(readings.of(declared).problems());
        declared.ifPresent(dns -> {
            problems.addAll(Locating.problems(dns));
            problems.addAll(ImportedKeys.problems(dns));
        });
        return problems;
    }

    /** What a question is answered, and why. */
    public static Naming explain(Model model, NameQuery query, Instant now) throws Refused {
        Readings.Reading read = new Readings().of(model.dns());
        Locating locating = locating(model, read);
        Snapshot board = DeclaredBoard.of(model);
        List<Steered> steered = new SteeredNames(model, board, locating, new Stays(), now).all();
        Discovery.Catalog catalog = DiscoveryNames.declared(model, board, NO_NODE);
        Optional<DiscoveryNames> discovery =
                model.dns().flatMap(Dns::discovery).map(settings -> new DiscoveryNames(settings, () -> catalog));
        Answers answers = Answers.NONE
                .beside(Generations.authorities(discovery, List.of()))
                .with(Following.NONE.next(read, steered).zones(), steered);
        return new Explaining(model, board, locating, new Stays(), now, discovery, answers).explain(query);
    }

    /** Which clients arrive elsewhere than they should, for pairs of resolvers and clients. */
    public static Replay.Result replay(Model model, String shown, List<String> pairs, Instant now) throws Refused {
        Locating locating = locating(model, new Readings().of(model.dns()));
        var policy = new Policy(model, DeclaredBoard.of(model), locating, new Stays(), now);
        return Replay.of(policy, shown, pairs);
    }

    private static Locating locating(Model model, Readings.Reading read) throws Refused {
        List<Problem> problems = new ArrayList<>(read.problems());
        Locating locating = Locating.none();
        try {
            locating = Locating.of(model);
        } catch (NotPrepared e) {
            problems.addAll(e.problems());
        }
        if (!problems.isEmpty()) {
            throw new Refused(
                    Refused.Cause.BAD_INPUT,
                    "the zones have problems",
                    problems.stream().map(Problem::toString).toList());
        }
        return locating;
    }
}
