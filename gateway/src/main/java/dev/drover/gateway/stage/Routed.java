package dev.drover.gateway.stage;

import io.netty.buffer.ByteBuf;

/** What a route says about its requests, compiled. Immutable and shared by all event loops. */
public interface Routed {
    /** For logs and metrics. */
    String name();

    /** Largest request body in bytes. */
    long requestSize();

    /** False: path and query go to the upstream as received. */
    boolean rewrites();

    /** Appends the new path, without the query, which stays as received. Releases nothing. */
    void writePath(Request request, ByteBuf out);

    FieldChanges requestChanges();

    /** For responses of upstreams as for answers; a declared answer lacks already what is removed or set. */
    FieldChanges responseChanges();
}
