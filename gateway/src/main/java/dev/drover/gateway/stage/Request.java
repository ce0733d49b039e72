package dev.drover.gateway.stage;

import io.netty.util.concurrent.EventExecutor;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * One request as the stages see it, whatever protocol brought it. The exchange has validated it: the method is a token, the
 * path is in origin-form without dot segments or {@code *}, the host is valid and present (empty only for HTTP/1.0).
 *
 * <p>It lives in its connection's buffers. All calls are made on {@link #loop()}.
 */
public interface Request {
    /** As received; one of the constants of RFC 9110 section 9 is always the same object as its literal. */
    String method();

    /** Raw path from the first slash up to the question mark; {@code *} for {@code OPTIONS *}. */
    Text path();

    /** After the question mark, without it; empty if there is none. */
    Text query();

    /** True if a question mark was there, even with nothing behind it. */
    boolean hasQuery();

    /** Host without port and without the brackets' removal ({@code [::1]} stays), case as received; may be empty. */
    Text host();

    /** Host and port as received. */
    Text authority();

    /**
     * Value of the first field of that name, without surrounding white space; null if absent. The view is valid until the next
     * call of this method.
     *
     * @param lower name in lower case
     */
    @Nullable
    Text field(byte[] lower);

    /**
     * Value of the {@code n}-th field of that name, counted from 0, under the rules of {@link #field(byte[])}: for fields that
     * may come more than once, such as {@code Cookie} and {@code X-Forwarded-For}.
     */
    @Nullable
    Text field(byte[] lower, int n);

    /** The client's address as believed: the peer's, or what a trusted peer says of its own client. */
    InetAddress client();

    /** True if the peer that is connected lies in a {@code trusted} network. */
    boolean fromTrusted();

    /** {@code http} or {@code https}, as the client spoke it to the outermost proxy that is believed. */
    String scheme();

    /** {@code HTTP/1.1}, {@code HTTP/1.0}. */
    String protocol();

    /** Name of the listener that accepted it. */
    String listener();

    /** What stages decide and what becomes of it; the same object for every request of a connection. */
    Notes notes();

    EventExecutor loop();

    /** Goes on after {@link Outcome.Await}, with what the stage came to. Called on {@link #loop()}, once. */
    void resume(Outcome outcome);
}
