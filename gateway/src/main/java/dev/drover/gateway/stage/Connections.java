package dev.drover.gateway.stage;

import java.net.InetAddress;

/** Admission and counts of client connections. Calls come on the loop that owns the connection. */
public interface Connections {
    /** False: close it at once; a cap is reached. True: {@link #closed} must follow. */
    boolean opened(String listener, InetAddress peer);

    void closed(String listener, InetAddress peer);

    /** A connection that ended without a request that could be answered. */
    void rejected(String listener, Reason reason);

    /** Why. */
    enum Reason {
        TLS_HANDSHAKE,
        PROXY_HEADER,
        HEAD_TIMEOUT,
        HEAD_INVALID,
        MEMORY,
        CLIENT_CAP,
        TOTAL_CAP
    }
}
