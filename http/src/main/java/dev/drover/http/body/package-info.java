/**
 * Bodies of HTTP/1.1 messages: where they end. Bytes are counted and checked where they lie and passed on as they are.
 *
 * <p>Start here: {@link dev.drover.http.body.Body}.
 */
@NullMarked
package dev.drover.http.body;

import org.jspecify.annotations.NullMarked;
