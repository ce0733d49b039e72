package dev.drover.bench.faults.peer;

import dev.drover.observe.sample.Window;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A tool that watches hosts, and its stock alerts.
 *
 * @param page where its alerts are documented; an alert's source stands behind it
 * @param left its alerts that are not made anew, each with the reason
 */
public record Peer(String name, String page, List<Alert> alerts, List<String> left) {
    public static final List<Peer> ALL = List.of(Netdata.PEER, Pmieconf.PEER, NodeMixin.PEER);

    public Peer {
        alerts = List.copyOf(alerts);
        left = List.copyOf(left);
    }

    /** What it would raise of a window, and how loud. */
    public Map<Alert, Level> raised(Window window) {
        return alerts.stream()
                .flatMap(alert -> alert.raised(window).map(level -> Map.entry(alert, level)).stream())
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
