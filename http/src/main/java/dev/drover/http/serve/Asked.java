package dev.drover.http.serve;

import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;

/** A whole request; to be used before it is answered. */
public interface Asked {
    InetSocketAddress client();

    String method();

    /** As it came, up to the question mark. */
    String path();

    /** Behind the question mark; empty if there is none. */
    String query();

    /** Of the first field of that name, whatever the case; empty if there is none. */
    String field(String name);

    /** Bytes of the body, at most as many as the limits say. */
    int length();

    /** Whether the client can be let wait: not twice for one request. */
    boolean canWait();

    /** It cannot be answered before this is done, however it ends. */
    void await(CompletableFuture<Void> done);

    /** Puts all of the body at the start of that. */
    void copyBody(byte[] to);
}
