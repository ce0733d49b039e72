package dev.drover.gateway.stage;

import dev.drover.plane.Evidence;

/**
 * What the connections of one event loop talk to: the stages in order, the decision about another attempt, and the end of each
 * request. All calls are made on that loop.
 *
 * <p>For each request: {@link #enter} once; while attempts at upstreams fail, {@link #failed} or {@link #refuses}; {@link #ended}
 * exactly once, whatever happened, also for those given up while they wait.
 */
public interface Lane {
    /** Runs the stages. {@link Outcome.Continue} means: forward to {@link Notes#upstream()} as {@link Notes#routed()} says. */
    Outcome enter(Request request);

    /** Goes on with the stages after the one that waited; called by the exchange from {@link Request#resume}. */
    Outcome proceed(Request request, Outcome resumed);

    /** An attempt was connected to its upstream and a complete final response head came; counted as evidence. */
    void answered(Request request, int status);

    /**
     * A response head with this status came and nothing of it has been forwarded. True: it must be discarded and
     * {@link Notes#upstream()}, which is another one now, tried. False: forward it. Calls {@link #answered} itself.
     */
    boolean refuses(Request request, int status, Replay replay);

    /** True: another attempt could follow one that was sent; its body, as far as it is small, is worth keeping. */
    boolean mayRepeat(Request request);

    /**
     * An attempt failed. {@link Outcome.Continue}: try {@link Notes#upstream()}, which may be another one now.
     * {@link Outcome.Respond}: give up with that answer, or by closing if the response's head had been forwarded.
     */
    Outcome failed(Request request, Evidence.Failure failure, Replay replay);

    /** The request is over; its notes say how. Gives back what it held, counts it and writes it to the log. */
    void ended(Request request);

    /**
     * An answer to what cannot be entered, such as a head that is no head. The request gets its names; {@link #ended} must follow
     * as for one that was entered.
     */
    Answer refuse(Request request, int status, String detail);

    /** An answer that the exchange gives by itself to a request that was entered, such as 413. */
    Answer problem(Request request, int status, String detail);

    /** True while the node drains: connections close after their present answer and answers say so. */
    boolean closing();

    /** Counts of connections, which only the exchange sees. */
    Connections connections();
}
