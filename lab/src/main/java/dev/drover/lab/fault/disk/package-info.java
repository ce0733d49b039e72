/** Faults of disks and file systems: slow, busy, full. One small class each; none changes the machine but through its scene. */
@NullMarked
package dev.drover.lab.fault.disk;

import org.jspecify.annotations.NullMarked;
