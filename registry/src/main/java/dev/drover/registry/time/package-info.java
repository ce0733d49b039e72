/**
 * Times as Consul's API speaks of them: durations in the notation of Go, and how long a blocking query waits. Nothing here reads a
 * clock.
 */
@NullMarked
package dev.drover.registry.time;

import org.jspecify.annotations.NullMarked;
