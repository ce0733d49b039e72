package dev.drover.bench.faults;

import dev.drover.bench.faults.peer.Peer;
import dev.drover.lab.Result;
import dev.drover.lab.Score;
import dev.drover.observe.rule.Family;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** The tables of figures: the doctor against its targets, and beside its peers. */
record Figures(List<Scored> cases) {
    private static final double FIRST = 0.90;
    private static final double FIRST_OF_A_FAMILY = 0.80;

    String targets() {
        Score all = score(c -> true);
        var table = Markdown.table("what", "measured", "target", "");
        table.row(
                "right cause first, of all faults that count",
                share(all.first(), all.faults()) + interval(all.first(), all.faults()),
                ">= 90 %",
                met(all.first() >= FIRST * all.faults() && all.faults() > 0));
        table.row("right cause among the first three", share(all.three(), all.faults()), "", "");
        for (Family family : families()) {
            Score score = score(c -> family(c) == family);
            table.row(
                    "right cause first: " + family.title(),
                    share(score.first(), score.faults()),
                    ">= 80 %",
                    met(score.first() >= FIRST_OF_A_FAMILY * score.faults() && score.faults() > 0));
        }
        table.row(
                "false verdicts on controls",
                all.falseVerdicts() + " of " + all.controls(),
                "0",
                met(all.falseVerdicts() == 0 && all.controls() > 0));
        if (all.hidden() > 0) {
            table.row(
                    "right cause first, of all faults that hurt, those that no counter tells as misses",
                    share(all.first(), all.faults() + all.hidden()),
                    ">= 90 %",
                    met(all.first() >= FIRST * (all.faults() + all.hidden())));
            table.row(
                    "something named for faults that no counter tells (not among the faults above)",
                    all.misled() + " of " + all.hidden(),
                    "",
                    "");
        }
        for (Peer peer : Peer.ALL) {
            PeerScore score = PeerScore.of(peer, cases);
            table.row(
                    "more often first than " + peer.name() + " is right at all",
                    "by "
                            + points(share(all.first(), (double) all.faults())
                                    - share(score.any(), (double) score.faults())),
                    "by a wide margin",
                    "");
        }
        table.row("seconds to the verdict, median of those that were right", seconds(all), "<= 10", met(inTime(all)));
        return table.text();
    }

    String strengths() {
        var table = Markdown.table("strength", "faults that count", "right first", "among three");
        for (int intensity = 1; intensity <= 3; intensity++) {
            int wanted = intensity;
            Score score = score(c -> c.result().of().intensity() == wanted);
            table.row(
                    Integer.toString(intensity),
                    Integer.toString(score.faults()),
                    share(score.first(), score.faults()),
                    share(score.three(), score.faults()));
        }
        return table.text();
    }

    String beside() {
        var head = new ArrayList<>(List.of("faults of", "count", "doctor first", "doctor in three"));
        Peer.ALL.forEach(peer -> head.addAll(List.of(peer.name() + " first", peer.name() + " at all")));
        Markdown table = Markdown.table(head);
        for (Family family : families()) {
            table.row(row(family.title(), c -> family(c) == family));
        }
        table.row(row("**all**", c -> true));
        return table.text();
    }

    private List<String> row(String title, Predicate<Scored> which) {
        Score score = score(which);
        var row = new ArrayList<>(List.of(
                title,
                Integer.toString(score.faults()),
                percent(score.first(), score.faults()),
                percent(score.three(), score.faults())));
        List<Scored> some = cases.stream().filter(which).toList();
        for (Peer peer : Peer.ALL) {
            PeerScore its = PeerScore.of(peer, some);
            row.add(percent(its.first(), its.faults()));
            row.add(percent(its.any(), its.faults()));
        }
        return row;
    }

    String controls() {
        Score all = score(c -> true);
        var table = Markdown.table("on controls that count", "false alarms", "of");
        table.row("doctor", Integer.toString(all.falseVerdicts()), Integer.toString(all.controls()));
        for (Peer peer : Peer.ALL) {
            PeerScore its = PeerScore.of(peer, cases);
            table.row(peer.name(), Integer.toString(its.falseVerdicts()), Integer.toString(its.controls()));
        }
        return table.text();
    }

    private Score score(Predicate<Scored> which) {
        return Score.of(cases.stream().filter(which).map(Scored::result).toList());
    }

    /** Those that have faults, in their own order. */
    private List<Family> families() {
        return Arrays.stream(Family.values())
                .filter(family -> cases.stream()
                        .anyMatch(c -> family(c) == family
                                && !c.result().of().fault().facts().expected().isEmpty()))
                .toList();
    }

    private static Family family(Scored one) {
        return one.result().of().fault().facts().family();
    }

    private static boolean inTime(Score score) {
        return score.seconds().isPresent() && score.seconds().getAsDouble() <= 10;
    }

    private static String seconds(Score score) {
        return score.seconds().isPresent()
                ? String.format(Locale.ROOT, "%.1f", score.seconds().getAsDouble())
                : "-";
    }

    private static String met(boolean met) {
        return met ? "met" : "**missed**";
    }

    private static String share(int part, int all) {
        return percent(part, all) + " (" + part + " of " + all + ")";
    }

    private static double share(double part, double all) {
        return all == 0 ? 0 : part / all;
    }

    static String percent(double part, int all) {
        return all == 0 ? "-" : String.format(Locale.ROOT, "%.0f %%", 100 * part / all);
    }

    private static String points(double difference) {
        return String.format(Locale.ROOT, "%.0f points", 100 * difference);
    }

    /** Where the true share lies 19 times in 20, if the cases are a sample of such cases (Wilson 1927, the score interval). */
    static String interval(int part, int all) {
        if (all == 0) {
            return "";
        }
        double z = 1.96;
        double share = part / (double) all;
        double middle = (share + z * z / (2 * all)) / (1 + z * z / all);
        double half = z / (1 + z * z / all) * Math.sqrt(share * (1 - share) / all + z * z / (4.0 * all * all));
        return String.format(
                Locale.ROOT, "; 95 %% interval %.0f to %.0f %%", 100 * (middle - half), 100 * (middle + half));
    }

    /** The verdict that came first. */
    static String verdict(Result.Ran ran) {
        return ran.causes().isEmpty() ? "nothing" : ran.causes().getFirst();
    }
}
