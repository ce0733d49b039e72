package dev.drover.bench.faults;

import dev.drover.bench.faults.peer.Peer;
import dev.drover.lab.Result;
import dev.drover.lab.fault.FaultFacts;
import dev.drover.lab.victim.Felt;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The page {@code docs/accuracy.md}: made of the scored cases and of nothing else.
 *
 * @param run what is noted of the fresh run; none of cases that were not drawn
 * @param rulesHold whether the rules that scored are those that were frozen
 * @param missing how many cases of the run are not there yet
 */
record AccuracyPage(List<Scored> cases, Optional<RunNotes> run, boolean rulesHold, int missing) {
    private static final String PEERS = """
            The stock alerts of Netdata, PCP's pmieconf and Prometheus' node-mixin were made anew from their documented thresholds and read
            the **same recordings**. Whatever is not clear is decided for the peer:

            - How long a condition has to last, or over how long it is averaged, is waived: the ten seconds stand for it. A load average is
              taken as what it would come to if they went on. A recording cannot hold hours, so predictions over hours are left out.
            - An alert is right for every fault whose cause a reader could take it for, by the tables below. Several may be raised; none
              is first. *At all* counts a case if any of those raised is right; *first* looks at one of those of the highest severity,
              blindly: if two are raised and one is right, it is half a case.
            - What was raised as loudly before the fault is left out, unless it is right.
            - On a control any warning is a false alarm; what is only information is none.

            They are made to tell that something is off, not why; this is the yardstick of the doctor, not of them.
            """;

    String text() {
        var figures = new Figures(cases);
        return """
                # Accuracy

                How often `drover doctor` names the right cause of trouble, and how often stock alerts of other tools would have. Written by
                `bench/run faults ... --write` from kept cases; nothing here is edited by hand. [lab.md](lab.md) tells how a case is run.

                %s
                ## Figures

                %s
                A fault counts if its victim suffered: its 99th percentile rose by half and by 20 ms, or 1 %% more of its requests failed. A
                control counts if its victim did not. *First* is strict: the first cause the doctor names after 10 s, or it is a miss. What it
                said already before the fault is left out.

                %s
                ## What was said of what

                Cases that count, by the verdict that came first; right ones are bold. Nothing is right for controls, and for faults that no
                counter of a host tells:

                %s
                %s
                ## Every miss

                %s
                ## What does not count

                %s
                ## Beside stock alerts

                %s
                %s
                %s
                %s
                ## Again

                ```
                %s
                ```

                The cases of a run are kept in its folder, with what was read each second; `drover lab score FOLDER` judges them again.
                """.formatted(
                        method(),
                        figures.targets(),
                        figures.strengths(),
                        Markdown.list(hidden()),
                        new Matrix(cases).text(),
                        Markdown.list(misses()),
                        Markdown.list(uncounted()),
                        PEERS,
                        figures.beside(),
                        figures.controls(),
                        alerts(),
                        again());
    }

    private String method() {
        var points = new ArrayList<String>();
        if (run.isPresent()) {
            RunNotes notes = run.get();
            points.add("Rules and faults were frozen first, by the git tag `"
                    + notes.frozen().tag()
                    + "` (`git rev-parse " + notes.frozen().tag() + ":observe/src/main` is `"
                    + notes.frozen()
                            .rules()
                            .substring(0, Math.min(12, notes.frozen().rules().length()))
                    + "`); then the seed " + notes.seed()
                    + " drew a seed for each case, which varies the strength of its"
                    + " fault by a fifth. Rules are tuned with seeds below " + Draw.TUNING
                    + " only, and none of these was drawn.");
            points.add(notes.machine() + "; " + notes.began().toString().substring(0, 10) + "; commit `"
                    + notes.frozen()
                            .commit()
                            .substring(0, Math.min(12, notes.frozen().commit().length())) + "`.");
            if (notes.noisy()) {
                points.add("**The machine was not quiet**, and the run was told to go on.");
            } else {
                points.add(String.format(
                        Locale.ROOT,
                        "One case at a time, each begun while the machine was less than %.0f %% busy.",
                        100 * Quiet.MOST));
            }
        } else {
            points.add(
                    "**These cases were not drawn afresh: they may have tuned the rules.** Such figures are not published.");
        }
        if (!rulesHold) {
            points.add(
                    "**The rules have been changed since these cases were run:** the figures are of today's rules, which may have"
                            + " been tuned by them.");
        }
        if (missing > 0) {
            points.add("**" + missing + " cases of the run are not there yet.**");
        }
        points.add(noise());
        return Markdown.list(points);
    }

    private String noise() {
        List<Result.Ran> ran = cases.stream().flatMap(c -> c.ran().stream()).toList();
        long noisy = ran.stream().filter(r -> !r.background().isEmpty()).count();
        long same = cases.stream()
                .filter(c -> c.ran().isPresent() && c.drawn().isEmpty())
                .count();
        return ran.size() + " of " + cases.size() + " cases were run, " + noisy
                + " of them while the doctor had something to say of the machine before the fault. Without a number that a seed could vary: "
                + same + "; these differ from others of their intensity in time only.";
    }

    private List<String> misses() {
        return cases.stream()
                .flatMap(c -> c.ran().stream())
                .filter(r -> r.counts() && r.rank() != 1)
                .map(r -> "`" + r.of().name() + "`: " + right(r) + ", said "
                        + (r.causes().isEmpty() ? "nothing" : String.join(", ", r.causes()))
                        + (r.rank() > 1 ? " (right as number " + r.rank() + ")" : ""))
                .toList();
    }

    /** The classes that cannot be told, rather than tuned for. */
    private List<String> hidden() {
        return cases.stream()
                .map(c -> c.result().of().fault().facts())
                .filter(FaultFacts::isHidden)
                .distinct()
                .map(facts -> "`" + facts.id() + "`: " + facts.hidden())
                .toList();
    }

    private static String right(Result.Ran ran) {
        if (ran.hidden()) {
            return "no counter tells it";
        }
        return ran.control() ? "a control" : "expected " + String.join(" or ", ran.expected());
    }

    /** What a machine says of a case that broke, with its paths and stacks, is in the notes of the case. */
    private static String inShort(String why) {
        return why.startsWith("broke: ") ? "it broke, its notes say how" : why;
    }

    private List<String> uncounted() {
        var points = new ArrayList<String>();
        for (Scored one : cases) {
            String name = "`" + one.result().of().name() + "`: ";
            switch (one.result()) {
                case Result.Skipped(var of, String why) -> points.add(name + "not run: " + inShort(why));
                case Result.Ran ran -> {
                    if (!ran.counts()) {
                        points.add(name + why(ran));
                    }
                }
            }
        }
        return points;
    }

    private static String why(Result.Ran ran) {
        if (ran.wasThereBefore()) {
            return "the doctor said the same before the fault";
        }
        return (ran.control() ? "a control, but the victim suffered: " : "nobody suffered: ") + felt(ran.before())
                + " before, " + felt(ran.during()) + " during";
    }

    private static String felt(Felt felt) {
        return String.format(Locale.ROOT, "p99 %.0f ms, errors %.0f %%", felt.p99(), 100 * felt.errorShare());
    }

    private String alerts() {
        var text = new StringBuilder();
        for (Peer peer : Peer.ALL) {
            text.append("### ")
                    .append(peer.name())
                    .append("\n\n")
                    .append(new AlertTable(peer, cases).text())
                    .append('\n');
        }
        return text.toString().stripTrailing() + "\n";
    }

    private String again() {
        String tag = run.map(r -> r.frozen().tag()).orElse("rules-1");
        return "git checkout " + tag + "\nbench/run faults --fresh --machine --keep FOLDER"
                + run.map(r -> " --seed " + r.seed()).orElse("")
                + "      # as root; the same draw: without --seed another\nbench/run faults --from FOLDER";
    }
}
