package dev.drover.gateway.service;

import dev.drover.gateway.stage.Upstream;
import dev.drover.plane.Evidence;
import dev.drover.policy.balance.Member;

/** An instance on one event loop: how it is reached, and where what traffic shows of it is told. */
final class Place implements Member {
    private final Upstream upstream;
    private final Evidence.Sink evidence;
    private final InstanceCounts counts = new InstanceCounts();
    private boolean retired;

    Place(Upstream upstream, Evidence.Sink evidence) {
        this.upstream = upstream;
        this.evidence = evidence;
    }

    Upstream upstream() {
        return upstream;
    }

    InstanceCounts counts() {
        return counts;
    }

    @Override
    public int inFlight() {
        return upstream.inFlight();
    }

    void taken() {
        upstream.taken(1);
        counts.inFlight(upstream.inFlight());
    }

    void released() {
        upstream.taken(-1);
        counts.inFlight(upstream.inFlight());
        closeIfDone();
    }

    /** 502 to 504 are failures of the instance's own upstreams or of its door; other 5xx answer what was asked. */
    void answered(int status) {
        counts.answered(status);
        if (status >= 502 && status <= 504) {
            evidence.failure(Evidence.Failure.STATUS_5XX);
        } else {
            evidence.success();
        }
    }

    void failed(Evidence.Failure failure, boolean answered) {
        counts.failed(answered);
        evidence.failure(failure);
    }

    /** No new request will come here. What is in flight goes on. */
    void retire() {
        retired = true;
        upstream.retire();
        closeIfDone();
    }

    /** What is in flight when it retires is still told. */
    private void closeIfDone() {
        if (retired && upstream.inFlight() == 0) {
            evidence.close();
        }
    }
}
