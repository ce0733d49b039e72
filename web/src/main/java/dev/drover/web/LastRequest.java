package dev.drover.web;

import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;

/**
 * Ends the connection behind the answer to a request that said {@code Connection: close} (RFC 9112, section 9.6): clients that read to
 * the end of the stream wait for that. Helidon 4.5.0 announces it and goes on listening (helidon-io/helidon#12324). To be the first of
 * all filters.
 */
public final class LastRequest implements Filter {
    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        chain.proceed();
        if (isLast(request.headers())) {
            drain(request);
            throw new CloseConnectionException("the client asked for it");
        }
    }

    private static boolean isLast(Headers headers) {
        for (String value : headers.values(HeaderNames.CONNECTION)) {
            for (String option : value.split(",", -1)) {
                if (option.strip().equalsIgnoreCase("close")) {
                    return true;
                }
            }
        }
        return false;
    }

    /** The kernel takes an answer back that is still under way when a socket is closed on what nobody read. */
    private static void drain(RoutingRequest request) {
        try {
            request.content().consume();
        } catch (RuntimeException e) {
            // It was read, or is more than this server takes: the answer is sent, and the end of the connection says
            // the rest.
        }
    }
}
