/**
 * What notices that a node of Drover's is gone, suspects it for a while, says so in the catalog, and at last takes its remains out. It must
 * not know how nodes show that they are there.
 *
 * <p>Start here: {@link dev.drover.registry.attendance.Attendance}.
 */
@NullMarked
package dev.drover.registry.attendance;

import org.jspecify.annotations.NullMarked;
