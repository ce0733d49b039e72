/**
 * A small server of whole requests over TLS, by HTTP/1.1 and HTTP/2: for APIs whose questions and answers are short. What is answered is
 * decided elsewhere, on the loop, at once or when something is there that it waits for. It does not route, stream or forward; the gateway does.
 *
 * <p>Start here: {@link dev.drover.http.serve.HttpsListener}.
 */
@NullMarked
package dev.drover.http.serve;

import org.jspecify.annotations.NullMarked;
