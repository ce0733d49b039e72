/**
 * Names whose answers are chosen: makes candidates of sites and instances as the board has them, finds out where a client is, and
 * lets the steps of {@code policy/steer} decide.
 *
 * <p>Start here: {@link dev.drover.dns.steer.SteeredNames}.
 */
@NullMarked
package dev.drover.dns.steer;

import org.jspecify.annotations.NullMarked;
