/**
 * What a client may ask of a connection before anybody asks who it is: sizes, rates and counts that are on by default.
 *
 * <p>It holds the numbers and counts connections; the exchange applies what concerns bytes. It knows no route: limits that
 * differ by route are the route's.
 *
 * <p>Start here: {@link dev.drover.gateway.guard.Guards}, all numbers with their reasons.
 */
@NullMarked
package dev.drover.gateway.guard;

import org.jspecify.annotations.NullMarked;
