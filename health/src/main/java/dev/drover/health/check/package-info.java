/**
 * Active checks: one attempt to reach one instance, and what came of it in words. When checks are made and what their results
 * mean is decided elsewhere.
 *
 * <p>Start here: {@link dev.drover.health.check.Checks} makes a declared check ready, {@link dev.drover.health.check.Probe} runs
 * it.
 */
@NullMarked
package dev.drover.health.check;

import org.jspecify.annotations.NullMarked;
