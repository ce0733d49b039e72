/**
 * Finds the instances of services whose addresses are declared: literal ones at once, names again whenever their TTL ends. It
 * measures nothing.
 *
 * <p>Start here: {@link dev.drover.health.address.AddressPlane}.
 */
@NullMarked
package dev.drover.health.address;

import org.jspecify.annotations.NullMarked;
