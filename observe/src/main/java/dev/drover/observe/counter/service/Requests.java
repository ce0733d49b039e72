package dev.drover.observe.counter.service;

import dev.drover.observe.counter.Cursor;
import dev.drover.observe.counter.Group;
import dev.drover.observe.counter.Measured;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** Requests through the gateway of this host that have ended, by service ({@code /drover/requests}). */
public record Requests(Map<String, OfService> byService) {
    public static final Group<Requests> GROUP = Group.file("/drover/requests", Requests::parse);

    private static final int MOST = 10_000;
    private static final int MOST_STATES = 20;

    /**
     * Of one service, since the node began.
     *
     * @param nanos by state of the timeline
     */
    public record OfService(String service, long ended, Map<String, Long> nanos) {}

    static Measured<Requests> parse(byte[] bytes) {
        var all = new TreeMap<String, OfService>();
        var line = new Cursor(bytes);
        while (!line.atEnd() && !line.bad() && all.size() < MOST) {
            String service = line.word();
            long ended = line.number();
            var nanos = new LinkedHashMap<String, Long>();
            while (!line.atLineEnd() && !line.bad() && nanos.size() < MOST_STATES) {
                String[] pair = line.word().split("=", 2);
                var number = new Cursor((pair.length == 2 ? pair[1] : "").getBytes(StandardCharsets.UTF_8));
                Measured<Long> value = number.unlessBad(number.number());
                if (!value.isMeasured()) {
                    return Measured.not("a line is not understood");
                }
                nanos.put(pair[0], value.orElse(0L));
            }
            line.nextLine();
            all.put(service, new OfService(service, ended, Collections.unmodifiableMap(nanos)));
        }
        return line.unlessBad(new Requests(Collections.unmodifiableMap(all)));
    }
}
