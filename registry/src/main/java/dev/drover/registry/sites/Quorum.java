package dev.drover.registry.sites;

import dev.drover.board.InstanceId;
import dev.drover.plane.Reports;
import dev.drover.plane.Vantages;
import dev.drover.policy.vantage.Electorate;
import dev.drover.policy.vantage.Electorate.Word;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Stands between who joins what the nodes of this site measure and the health that goes by it. Of an instance that stands at another site
 * the sites say together how it is; of all others what this site says goes through.
 *
 * <p>Where this node measures alone, it is the voice of its site.
 */
public final class Quorum implements Reports, Vantages {
    private final Reports reports;
    private final Vantages vantages;

    /** What this site measures of instances that stand at one site. Guarded by this, as is what follows. */
    private final Map<InstanceId, Report> own = new HashMap<>();

    /** What other sites do; of those that are silent nothing. */
    private final Map<String, Map<InstanceId, Summary.Said>> others = new TreeMap<>();

    /** What was reported of instances that stand at other sites. */
    private final Map<InstanceId, Report> judged = new HashMap<>();

    private Peers peers = Peers.NONE;
    private @Nullable Sharing sharing;
    private boolean voice;
    private volatile Runnable changed = () -> {};

    /** In front of the two ports of health. */
    public Quorum(Reports reports, Vantages vantages) {
        this.reports = reports;
        this.vantages = vantages;
    }

    /** Calls this when this site says something else. */
    void whenChanged(Runnable then) {
        changed = then;
    }

    /** What this site says to others. */
    synchronized Map<InstanceId, Summary.Said> said() {
        var said = new HashMap<InstanceId, Summary.Said>();
        own.forEach((id, report) -> said.put(id, new Summary.Said(report.passing(), report.words())));
        return said;
    }

    /** These are the sites from now on, and the services that stand at one of them. */
    void use(Peers now) {
        boolean turned;
        synchronized (this) {
            peers = now;
            boolean wanted = now.areSeveral() && !now.homes().isEmpty();
            turned = wanted != voice;
            voice = wanted;
            own.keySet().removeIf(id -> !isOfOneSite(id));
            others.keySet().retainAll(now.sites());
            judgeAll();
        }
        if (turned) {
            divide();
        }
    }

    private boolean isOfOneSite(InstanceId id) {
        return peers.areSeveral() && peers.homes().containsKey(id.service());
    }

    /** Who checks what is up to the nodes of the site, and to this one where it is alone. */
    private void divide() {
        Sharing now;
        boolean speaks;
        synchronized (this) {
            now = sharing;
            speaks = voice;
        }
        if (now != null) {
            vantages.share(now);
        } else if (speaks) {
            vantages.share(new Voice());
        } else {
            vantages.alone();
        }
    }

    @Override
    public void share(Sharing now) {
        synchronized (this) {
            sharing = now;
        }
        divide();
    }

    @Override
    public void alone() {
        synchronized (this) {
            sharing = null;
        }
        divide();
    }

    /** This node, which checks everything: what it measures is what its site does. */
    private final class Voice implements Sharing {
        @Override
        public boolean isMine(InstanceId id) {
            return true;
        }

        @Override
        public void measured(InstanceId id, Vote vote) {
            take(id, new Report(vote.passing(), vote.words()));
        }

        @Override
        public void dropped(InstanceId id) {
            drop(id);
        }
    }

    @Override
    public void report(InstanceId id, Report report) {
        take(id, report);
        synchronized (this) {
            if (!peers.isAbroad(id.service())) {
                reports.report(id, report);
            }
        }
    }

    @Override
    public void forget(InstanceId id) {
        drop(id);
        synchronized (this) {
            if (!peers.isAbroad(id.service())) {
                reports.forget(id);
            }
        }
    }

    private void take(InstanceId id, Report report) {
        boolean news;
        synchronized (this) {
            news = isOfOneSite(id) && !report.equals(own.put(id, report));
            if (news) {
                judge(id);
            }
        }
        if (news) {
            changed.run();
        }
    }

    private void drop(InstanceId id) {
        boolean news;
        synchronized (this) {
            news = own.remove(id) != null;
            if (news) {
                judge(id);
            }
        }
        if (news) {
            changed.run();
        }
    }

    /** What another site says, all of it. */
    synchronized void heard(String site, Map<InstanceId, Summary.Said> said) {
        Map<InstanceId, Summary.Said> before = others.put(site, said);
        if (!said.equals(before)) {
            judgeAll();
        }
    }

    /** It is not heard any more. */
    synchronized void silent(String site) {
        if (others.remove(site) != null) {
            judgeAll();
        }
    }

    private void judgeAll() {
        var all = new HashSet<>(own.keySet());
        all.addAll(judged.keySet());
        others.values().forEach(said -> all.addAll(said.keySet()));
        all.forEach(this::judge);
    }

    private void judge(InstanceId id) {
        if (!peers.isAbroad(id.service())) {
            if (judged.remove(id) != null) {
                reports.forget(id);
            }
            return;
        }
        if (!isKnown(id)) {
            if (judged.remove(id) != null) {
                reports.forget(id);
            }
            return;
        }
        var electorate = new Electorate(peers.sites(), peers.homes().getOrDefault(id.service(), ""));
        Map<String, Word> said = words(id);
        Optional<Boolean> verdict = electorate.verdict(said);
        Report before = judged.get(id);
        boolean passing = verdict.orElse(before == null || before.passing());
        var now = new Report(passing, inWords(id, electorate.asked(said), said, verdict, passing));
        judged.put(id, now);
        reports.report(id, now);
    }

    private boolean isKnown(InstanceId id) {
        return own.containsKey(id) || others.values().stream().anyMatch(said -> said.containsKey(id));
    }

    private Map<String, Word> words(InstanceId id) {
        var words = new HashMap<String, Word>();
        Report here = own.get(id);
        words.put(peers.site(), here == null ? Word.NOTHING : here.passing() ? Word.UP : Word.DOWN);
        others.forEach((site, all) -> {
            Summary.Said said = all.get(id);
            words.put(site, said == null ? Word.NOTHING : said.passing() ? Word.UP : Word.DOWN);
        });
        return words;
    }

    /** {@code 2 of 3 sites measure it down: fra (3 of 3 checks failed: refused), sin; nyc is silent}. */
    private String inWords(
            InstanceId id, List<String> asked, Map<String, Word> said, Optional<Boolean> verdict, boolean passing) {
        Word wanted = passing && verdict.isPresent() ? Word.UP : Word.DOWN;
        List<String> those = asked.stream().filter(s -> said.get(s) == wanted).toList();
        var text = new StringBuilder();
        if (verdict.isEmpty()) {
            text.append("stays ").append(passing ? "up" : "down").append(": too few sites say anything; ");
        }
        text.append(those.size())
                .append(" of ")
                .append(asked.size())
                .append(asked.size() == 1 ? " site measures it " : " sites measure it ")
                .append(wanted == Word.UP ? "up" : "down");
        Set<String> silent = new TreeSet<>(peers.sites());
        silent.removeAll(said.keySet());
        for (String site : peers.sites()) {
            if (said.get(site) == Word.DOWN) {
                text.append("; ").append(site).append(": ").append(reason(site, id));
            }
        }
        if (!silent.isEmpty()) {
            text.append("; silent: ").append(String.join(", ", silent));
        }
        return text.toString();
    }

    private String reason(String site, InstanceId id) {
        Report here = own.get(id);
        if (site.equals(peers.site()) && here != null) {
            return here.words();
        }
        Summary.Said there = others.getOrDefault(site, Map.of()).get(id);
        return there == null ? "down" : there.words();
    }
}
