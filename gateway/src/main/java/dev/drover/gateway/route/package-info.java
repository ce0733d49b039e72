/**
 * Which route serves a request: the declared matches compiled into tables that a request walks once, and the same decision told
 * in words.
 *
 * <p>Pure: no socket, no clock, nothing observed. Tables are immutable and shared by all event loops; what a walk needs besides
 * is a {@link dev.drover.gateway.route.Walk} of the loop's own.
 *
 * <p>Start here: {@link dev.drover.gateway.route.RouteTable}; {@link dev.drover.gateway.route.Explanation} for the words.
 */
@NullMarked
package dev.drover.gateway.route;

import org.jspecify.annotations.NullMarked;
