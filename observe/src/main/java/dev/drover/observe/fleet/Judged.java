package dev.drover.observe.fleet;

import dev.drover.observe.sample.Window;
import dev.drover.observe.verdict.Diagnosis;
import dev.drover.observe.verdict.ServiceView;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is kept of a host once it was watched: what was found, and none of the samples it was found in, which of thousands of hosts
 * would fill any memory.
 *
 * @param services what befalls those who ask, in sentences
 * @param refused what could not be read for want of rights, by kind of path
 */
public record Judged(Span span, Diagnosis diagnosis, List<String> services, SortedMap<String, Integer> refused) {
    public Judged {
        services = List.copyOf(services);
        refused = Collections.unmodifiableSortedMap(new TreeMap<>(refused));
    }

    public static Judged of(Window window) {
        var diagnosis = Diagnosis.of(window);
        return new Judged(Span.of(window), diagnosis, ServiceView.sentences(window, diagnosis), window.refused());
    }
}
