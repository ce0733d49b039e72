package dev.drover.observe.process;

import dev.drover.observe.rule.Unit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The sentences of a portrait. Each thing that may be said has a weight, by how much it explains of a process that is slow, or
 * that is about to fail; the three heaviest are said.
 */
final class Remarks {
    private static final int MOST = 3;
    private static final double WORTH_A_WORD = 0.1;

    private final Portrait of;
    private final List<Remark> remarks = new ArrayList<>();

    private Remarks(Portrait of) {
        this.of = of;
    }

    static List<String> of(Portrait portrait) {
        var all = new Remarks(portrait);
        all.state();
        all.cpu();
        all.sleep();
        all.family();
        all.remarks.addAll(Holdings.of(portrait));
        return all.remarks.stream()
                .sorted(Comparator.comparingDouble(r -> -r.weight()))
                .limit(MOST)
                .map(Remark::sentence)
                .toList();
    }

    private void say(double weight, String sentence) {
        remarks.add(new Remark(weight, sentence));
    }

    private static String share(double value) {
        return Unit.SHARE.show(value);
    }

    private static String counted(int number, String one, String many) {
        return String.format(Locale.ROOT, "%,d %s", number, number == 1 ? one : many);
    }

    private void state() {
        Portrait.Identity who = of.identity();
        if (who.kernel()) {
            say(99, "It is a thread of the kernel: it has no memory, files or limits of its own.");
        }
        switch (who.state()) {
            case 'Z' ->
                say(
                        100,
                        String.format(
                                Locale.ROOT,
                                "It has ended and waits for its parent, %s, to collect it: it holds its number only.",
                                parent()));
            case 'T' ->
                say(
                        100,
                        String.format(
                                Locale.ROOT, "It is stopped by a signal; kill -CONT %d lets it go on.", who.pid()));
            case 't' -> say(100, "It is stopped by a debugger or tracer.");
            default -> {}
        }
    }

    private String parent() {
        String name = of.family().parentName();
        return of.family().parent() + (name.isEmpty() ? "" : " (" + name + ")");
    }

    private void cpu() {
        Portrait.Activity did = of.activity();
        double waited = did.waited().orElse(0.0);
        double wanted = did.cpus() + waited;
        if (wanted > 0.05 && waited / wanted >= WORTH_A_WORD) {
            say(
                    40 + 50 * waited / wanted,
                    String.format(
                            Locale.ROOT,
                            "Its threads waited for a CPU %s of the time in which they wanted to run.",
                            share(waited / wanted)));
        }
        ThreadUse hottest = of.threads().isEmpty() ? null : of.threads().getFirst();
        if (hottest != null && of.threads().size() > 1 && hottest.cpus().orElse(0.0) >= 0.9) {
            say(
                    65,
                    String.format(
                            Locale.ROOT,
                            "One of its %,d threads, %s (%d), ran %s of the time: more CPUs do not make that one faster.",
                            of.threads().size(),
                            hottest.name(),
                            hottest.id(),
                            share(hottest.cpus().orElse(0.0))));
        }
        if (did.cpus() >= 0.05) {
            say(20 + 15 * Math.min(1, did.cpus()), String.format(Locale.ROOT, "It ran on %.2f CPUs.", did.cpus()));
        } else {
            say(
                    7,
                    String.format(
                            Locale.ROOT,
                            "It hardly ran: for %s of the %.1f s of one CPU.",
                            share(did.cpus()),
                            of.seconds()));
        }
    }

    private void sleep() {
        List<ThreadUse> threads = of.threads();
        double blocked =
                threads.stream().mapToDouble(ThreadUse::uninterruptible).sum();
        if (blocked >= WORTH_A_WORD) {
            ThreadUse worst = threads.stream()
                    .max(Comparator.comparingDouble(ThreadUse::uninterruptible))
                    .orElseThrow();
            say(
                    50 + 40 * Math.min(1, blocked),
                    String.format(
                            Locale.ROOT,
                            "Its thread %s (%d) slept uninterruptibly at %s of the looks%s.",
                            worst.name(),
                            worst.id(),
                            share(worst.uninterruptible()),
                            worst.channel().isEmpty() ? "" : ": it waits for " + words(worst.channel())));
        }
        var counts = new HashMap<String, Integer>();
        threads.stream()
                .filter(t -> t.state() == 'S' && !t.channel().isEmpty())
                .forEach(t -> counts.merge(t.channel(), 1, Integer::sum));
        counts.entrySet().stream()
                .max(Map.Entry.<String, Integer>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .ifPresent(most -> say(
                        12,
                        String.format(
                                Locale.ROOT,
                                threads.size() == 1
                                        ? "It waits for %3$s."
                                        : "%1$,d of its %2$,d threads " + (most.getValue() == 1 ? "waits" : "wait")
                                                + " for %3$s.",
                                most.getValue(),
                                threads.size(),
                                words(most.getKey()))));
    }

    private static String words(String channel) {
        String words = WaitChannel.words(channel);
        return words.equals(channel) ? channel : words + " (" + channel + ")";
    }

    private void family() {
        int children = of.family().count().orElse(0);
        say(
                4,
                String.format(
                        Locale.ROOT,
                        "It has %s and %s.",
                        counted(of.identity().threads(), "thread", "threads"),
                        children == 0 ? "no children" : counted(children, "child", "children")));
        int born = of.family().born().orElse(0);
        if (born > 0 && of.seconds() > 0 && born / of.seconds() >= 1) {
            say(
                    45,
                    String.format(
                            Locale.ROOT,
                            "It made at least %s children while watched; the host made %s processes and threads.",
                            Unit.PER_SECOND.show(born / of.seconds()),
                            of.family().hostForks().map(Unit.PER_SECOND::show).orElse("an unknown number of")));
        }
    }
}
