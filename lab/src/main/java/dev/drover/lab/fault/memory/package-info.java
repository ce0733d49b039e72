/** Faults of memory: too little of it for a group or the machine. One small class each; none changes the machine but through its scene. */
@NullMarked
package dev.drover.lab.fault.memory;

import org.jspecify.annotations.NullMarked;
