/**
 * What a fault is: what it needs, how it is injected into a scene, and which rules are right to name it.
 *
 * <p>A fault changes the machine through its scene's sites only, so that it is reverted whatever happens.
 *
 * <p>Start here: {@link dev.drover.lab.fault.Fault}.
 */
@NullMarked
package dev.drover.lab.fault;

import org.jspecify.annotations.NullMarked;
