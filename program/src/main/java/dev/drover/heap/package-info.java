/** Memory of commands that watch for long: they hold little, and should not grow with the time. */
@NullMarked
package dev.drover.heap;

import org.jspecify.annotations.NullMarked;
