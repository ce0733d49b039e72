/**
 * The heart of the registry: everything it holds as one immutable value, and the pure function that a command is.
 *
 * <p>{@code state + command + position + time = state + outcome + topics touched}. Nothing here reads a clock, draws a random number,
 * waits, or depends on the order of a hash table, so each node that applies the same commands holds the same state. Semantics are
 * those that Consul documents; where a class follows a page it names it.
 *
 * <p>Indexes: each entry knows when it was made and modified. Besides, there is an index per topic that can be waited for, kept so
 * that it never falls while it is remembered, and rises only if the answer may differ: a service's changes do not touch another's
 * topic. What is gone leaves an index behind, in bounded room.
 *
 * <p>Start here: {@link dev.drover.registry.state.State}, {@link dev.drover.registry.state.Transition}.
 */
@NullMarked
package dev.drover.registry.state;

import org.jspecify.annotations.NullMarked;
