/**
 * Processes that Drover runs: started, watched, drained, restarted, their output kept. It knows nothing of requests.
 */
@NullMarked
package dev.drover.supervisor;

import org.jspecify.annotations.NullMarked;
