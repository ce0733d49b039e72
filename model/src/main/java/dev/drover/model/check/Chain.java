package dev.drover.model.check;

import dev.drover.model.AnswerStep;
import dev.drover.model.Dns.Candidates;
import dev.drover.model.Dns.Steered;
import dev.drover.model.Model;
import dev.drover.model.Site;
import dev.drover.model.Spelling;
import dev.drover.model.Where;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** One chain of steps: their order, the sites they speak of, and what they need to know of those. */
final class Chain {
    private final Findings findings;
    private final Model model;
    private final Steered name;
    private final String path;
    private final Where steps;

    Chain(Findings findings, Steered name, String path) {
        this.findings = findings;
        this.model = findings.model();
        this.name = name;
        this.path = path;
        this.steps = name.where().at("answer");
    }

    void check() {
        AnswerStep before = null;
        var seen = new HashSet<String>();
        for (int i = 0; i < name.answer().size(); i++) {
            AnswerStep step = name.answer().get(i);
            Where at = steps.at(Integer.toString(i));
            if (!seen.add(step.word())) {
                findings.problem(
                        at, path + ".answer[" + i + "]", step.word() + " is given twice", "keep one of the two");
            } else if (before != null && step.rank() < before.rank()) {
                order(before, step, at, i);
            }
            before = before == null || step.rank() > before.rank() ? step : before;
        }
        each((step, at, here) -> {
            if (step instanceof AnswerStep.Spread spread
                    && spread.every().filter(e -> e.compareTo(name.ttl()) < 0).isPresent()) {
                findings.problem(
                        at,
                        here,
                        "an order is drawn every " + Spelling.of(spread.every().get())
                                + ", and resolvers keep an answer for " + Spelling.of(name.ttl()),
                        "every: " + Spelling.of(name.ttl()) + " or more, or a smaller ttl");
            }
        });
        inVain("spread", "nearest", "draws another order than it made");
        inVain("spread", "latency", "draws another order than it made");
        inVain("weight", "spread", "keeps one, drawn by itself");
        inVain("sticky", "weight", "a network draws the same anyway, as long as it is left");
        if (name.answer().stream().noneMatch(s -> s instanceof AnswerStep.Up)) {
            findings.warning(
                    steps, path + ".answer", "without up, addresses that are down are answered, too", "[up, ...]");
        }
        switch (name.of()) {
            case Candidates.Instances instances -> withoutSites(instances);
            case Candidates.Sites sites -> withSites(sites);
        }
    }

    /** Two steps of which one undoes what the other is for. */
    private void inVain(String word, String other, String why) {
        List<String> words = name.answer().stream().map(AnswerStep::word).toList();
        int at = words.indexOf(word);
        if (at >= 0 && words.contains(other)) {
            findings.problem(
                    steps.at(Integer.toString(at)),
                    path + ".answer[" + at + "]",
                    word + " together with " + other + ": " + why,
                    "keep one of the two");
        }
    }

    private void order(AnswerStep before, AnswerStep step, Where at, int index) {
        findings.problem(
                at,
                path + ".answer[" + index + "]",
                step.word() + " stands behind " + before.word()
                        + " (expected order: up, fence, prefix, geo, failover, nearest, latency, spread, weight, sticky, first)",
                "put " + step.word() + " before " + before.word());
    }

    private void withoutSites(Candidates.Instances instances) {
        each((step, at, here) -> {
            boolean needsSites = !step.sites().isEmpty() || step instanceof AnswerStep.Nearest;
            if (needsSites) {
                findings.problem(
                        at,
                        here,
                        step.word() + " chooses among sites, and this name among the instances of "
                                + instances.service(),
                        "sites: {SITE: " + instances.service() + "} instead of service: " + instances.service());
            }
        });
    }

    private void withSites(Candidates.Sites sites) {
        Set<String> known = sites.services().keySet();
        each((step, at, here) -> {
            for (String site : step.sites()) {
                if (!known.contains(site)) {
                    findings.problem(
                            at,
                            here,
                            site + " is none of the sites of this name (" + String.join(", ", known) + ")",
                            "");
                }
            }
            switch (step) {
                case AnswerStep.Failover failover -> pools(failover, known, at, here);
                case AnswerStep.Nearest nearest -> located(known, at, here);
                case AnswerStep.Weight weight -> shares(weight, known, at, here);
                case AnswerStep.Up up -> {}
                case AnswerStep.Fence fence -> {}
                case AnswerStep.Prefix prefix -> {}
                case AnswerStep.Geo geo -> {}
                case AnswerStep.Latency latency -> {}
                case AnswerStep.Spread spread -> {}
                case AnswerStep.Sticky sticky -> {}
                case AnswerStep.First first -> {}
            }
        });
        for (String site : known) {
            Site declared = model.sites().get(site);
            if (declared != null && declared.addresses().isEmpty()) {
                findings.problem(
                        name.where().at("sites").at(site),
                        path + ".sites." + site,
                        "site " + site + " has no addresses to answer with ("
                                + Findings.seenFrom(name.where(), declared.where()) + ")",
                        "sites: {" + site + ": {addresses: [192.0.2.10]}} at the top");
            }
        }
    }

    private void located(Set<String> sites, Where at, String here) {
        for (String site : sites) {
            Site declared = model.sites().get(site);
            if (declared != null && declared.location().isEmpty()) {
                findings.problem(
                        at,
                        here,
                        "site " + site + " has no location to measure from (" + Findings.seenFrom(at, declared.where())
                                + ")",
                        "location: {latitude: 50.11, longitude: 8.68} at the site");
            }
        }
    }

    private void pools(AnswerStep.Failover failover, Set<String> sites, Where at, String here) {
        var pool = new HashMap<String, Integer>();
        List<List<String>> pools = failover.pools();
        for (int i = 0; i < pools.size(); i++) {
            for (String site : pools.get(i)) {
                Integer first = pool.putIfAbsent(site, i);
                if (first != null) {
                    findings.problem(at, here, site + " is in two pools", "keep it in one of the two");
                }
            }
        }
        unspoken(pool.keySet(), sites, at, here, "is in no pool");
    }

    private void shares(AnswerStep.Weight weight, Set<String> sites, Where at, String here) {
        if (weight.shares().values().stream().allMatch(share -> share == 0)) {
            findings.problem(at, here, "nobody has a share (expected: one of at least 1)", "");
        }
        unspoken(weight.shares().keySet(), sites, at, here, "has no share");
    }

    private void unspoken(Set<String> spoken, Set<String> sites, Where at, String here, String how) {
        var left = new HashSet<>(sites);
        left.removeAll(spoken);
        left.stream()
                .sorted()
                .forEach(site -> findings.problem(
                        at,
                        here,
                        "site " + site + " " + how + ", so that it is never answered",
                        "name it, or remove it from sites"));
    }

    /** What is done with a step. */
    private interface Visit {
        void visit(AnswerStep step, Where at, String here);
    }

    private void each(Visit visit) {
        for (int i = 0; i < name.answer().size(); i++) {
            visit.visit(name.answer().get(i), steps.at(Integer.toString(i)), path + ".answer[" + i + "]");
        }
    }
}
