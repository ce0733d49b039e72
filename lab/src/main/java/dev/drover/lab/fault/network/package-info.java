/** Faults of the network: loss, narrow links, full queues, ports that run out. One small class each; none changes the machine but through its scene. */
@NullMarked
package dev.drover.lab.fault.network;

import org.jspecify.annotations.NullMarked;
