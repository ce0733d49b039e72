package dev.drover.gateway.measure;

import dev.drover.gateway.stage.Timeline;
import dev.drover.plane.Timings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.TreeMap;

/** Where the time of requests to each service went, summed up over event loops and routes when somebody asks. */
public final class ServiceTimings implements Timings {
    private static final Timeline.State[] STATES = Timeline.State.values();

    private final List<LoopMeasures> loops;

    public ServiceTimings(List<LoopMeasures> loops) {
        this.loops = List.copyOf(loops);
    }

    /** Sums of one service. */
    private static final class Sum {
        private final long[] nanos = new long[STATES.length];
        private long requests;
    }

    @Override
    public List<OfService> timings() {
        var sums = new TreeMap<String, Sum>();
        for (LoopMeasures loop : loops) {
            for (LoopMeasures.Key key : loop.keys()) {
                Series series = loop.series(key);
                if (series != null && !key.service().isEmpty()) {
                    add(sums.computeIfAbsent(key.service(), s -> new Sum()), series);
                }
            }
        }
        var all = new ArrayList<OfService>();
        sums.forEach((service, sum) -> {
            var nanos = new LinkedHashMap<String, Long>();
            for (Timeline.State state : STATES) {
                nanos.put(state.label(), sum.nanos[state.index()]);
            }
            all.add(new OfService(service, sum.requests, nanos));
        });
        return all;
    }

    private static void add(Sum sum, Series series) {
        sum.requests += series.requests();
        for (Timeline.State state : STATES) {
            sum.nanos[state.index()] += series.nanosIn(state);
        }
    }
}
