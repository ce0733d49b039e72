/**
 * A client of one call of gRPC: how a server says it is. One connection for each question, over HTTP/2 with prior knowledge or over TLS;
 * the message is so small that it is written and read by hand.
 *
 * <p>Start here: {@link dev.drover.http.grpc.HealthCalls}.
 */
@NullMarked
package dev.drover.http.grpc;

import org.jspecify.annotations.NullMarked;
