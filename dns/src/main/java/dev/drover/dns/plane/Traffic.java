package dev.drover.dns.plane;

import dev.drover.dns.sample.Samples;
import dev.drover.dns.serve.Figures;
import dev.drover.model.Dns;
import dev.drover.model.Model;
import dev.drover.plane.NameTraffic;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was asked, and how often, in the words of {@code status}. */
final class Traffic implements AutoCloseable {
    private final Samples samples;
    private final Figures figures;
    private final Pace pace = new Pace();

    Traffic(DnsLoans loans) {
        samples = new Samples(loans.ticker(), loans.random(), loans.logs());
        figures = new Figures(samples::open);
    }

    /** A model is in force. */
    void use(Model model) {
        samples.use(model.dns().flatMap(Dns::watching));
    }

    /** What is looked at by samples. */
    Samples samples() {
        return samples;
    }

    @Override
    public void close() {
        samples.close();
    }

    /** What the threads that answer count into. */
    Figures figures() {
        return figures;
    }

    /** To be called about once a second. */
    void at(long nanos) {
        pace.at(nanos, sum(figures.byRcode()));
    }

    NameTraffic.Figures of(Dns dns, List<NameTraffic.Copied> copies, List<NameTraffic.KeyWaits> keys) {
        Map<String, Long> byRcode = figures.byRcode();
        long all = sum(byRcode);
        var shares = new LinkedHashMap<String, Double>();
        byRcode.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .forEach(e -> shares.put(e.getKey(), (double) e.getValue() / (double) all));
        List<String> domains = dns.discovery().map(Dns.Discovery::domains).orElse(List.of());
        return new NameTraffic.Figures(
                pace.perSecond(), all, shares, figures.dropped(), dns.zones().size(), domains, copies, keys);
    }

    private static long sum(Map<String, Long> byRcode) {
        return byRcode.values().stream().mapToLong(n -> n).sum();
    }
}
