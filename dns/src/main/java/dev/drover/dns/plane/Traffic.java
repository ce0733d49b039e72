package dev.drover.dns.plane;

import dev.drover.dns.serve.Figures;
import dev.drover.model.Dns;
import dev.drover.plane.NameTraffic;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was asked, and how often, in the words of {@code status}. */
final class Traffic {
    private final Figures figures = new Figures();
    private final Pace pace = new Pace();

    /** What the threads that answer count into. */
    Figures figures() {
        return figures;
    }

    /** To be called about once a second. */
    void at(long nanos) {
        pace.at(nanos, sum(figures.byRcode()));
    }

    NameTraffic.Figures of(Dns dns) {
        Map<String, Long> byRcode = figures.byRcode();
        long all = sum(byRcode);
        var shares = new LinkedHashMap<String, Double>();
        byRcode.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .forEach(e -> shares.put(e.getKey(), (double) e.getValue() / (double) all));
        List<String> domains = dns.discovery().map(Dns.Discovery::domains).orElse(List.of());
        return new NameTraffic.Figures(
                pace.perSecond(), all, shares, figures.dropped(), dns.zones().size(), domains);
    }

    private static long sum(Map<String, Long> byRcode) {
        return byRcode.values().stream().mapToLong(n -> n).sum();
    }
}
