/**
 * HTTP/1.1 spoken by tests, on plain blocking sockets: a client that sends any bytes, a load generator that counts exactly, a
 * WebSocket client, origins that record, misbehave or echo. None of it shares code with what it tests. Start at
 * {@link dev.drover.testkit.http.RawClient}, {@link dev.drover.testkit.http.Load} and
 * {@link dev.drover.testkit.http.Origin}.
 */
@NullMarked
package dev.drover.testkit.http;

import org.jspecify.annotations.NullMarked;
