/** Faults inside a service: locks, garbage collection, a slow upstream. One small class each; none changes the machine but through its scene. */
@NullMarked
package dev.drover.lab.fault.service;

import org.jspecify.annotations.NullMarked;
