/**
 * Limits of control groups, version 1 and 2, and what they cost.
 *
 * <p>Start here: {@link dev.drover.observe.counter.cgroup.Cgroups}.
 */
@NullMarked
package dev.drover.observe.counter.cgroup;

import org.jspecify.annotations.NullMarked;
