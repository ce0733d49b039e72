/** Faults of processors: too much work, too little quota, one thread that does it all. One small class each; none changes the machine but through its scene. */
@NullMarked
package dev.drover.lab.fault.cpu;

import org.jspecify.annotations.NullMarked;
