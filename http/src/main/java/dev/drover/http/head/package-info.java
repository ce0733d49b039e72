/**
 * Heads of HTTP/1.1 messages: a strict parser that notes offsets into the bytes as received, and a writer that makes new heads
 * from them. What cannot be read in exactly one way is a {@link dev.drover.http.head.Flaw}, never repaired. It reads and writes
 * memory only.
 *
 * <p>Start here: {@link dev.drover.http.head.RequestHead}.
 */
@NullMarked
package dev.drover.http.head;

import org.jspecify.annotations.NullMarked;
