/**
 * The registry: who offers which service where, and how it is, kept for every node and spoken with the HTTP API of Consul so that
 * its clients work unchanged. This package must not decide who is in service; that is the board's, from the same health record.
 *
 * <p>One way through: request, {@link dev.drover.registry.command.Command}, the one order of writes
 * ({@code store}), {@link dev.drover.registry.state.Transition} on each node, {@link dev.drover.registry.replica.Replica}, answer.
 *
 * <p>Start here: {@link dev.drover.registry.Registry}.
 */
@NullMarked
package dev.drover.registry;

import org.jspecify.annotations.NullMarked;
