/** Limits that are reached: descriptors, processes. One small class each; none changes the machine but through its scene. */
@NullMarked
package dev.drover.lab.fault.limit;

import org.jspecify.annotations.NullMarked;
