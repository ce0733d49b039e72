/**
 * Chooses an instance for a request. What can be decided per generation is compiled once and shared by all event loops; what
 * changes per request (turns, random draws) belongs to one loop. A pick allocates nothing.
 *
 * <p>Only instances whose standing is in are ever picked; that they are is {@code dev.drover.policy.floor}'s decision.
 *
 * <p>Start here: {@link dev.drover.policy.balance.Balancing}, then {@link dev.drover.policy.balance.Balancer}.
 */
@NullMarked
package dev.drover.policy.balance;

import org.jspecify.annotations.NullMarked;
