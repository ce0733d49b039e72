/** Memory of what runs for long: it should be what is held, and not grow with the time. */
@NullMarked
package dev.drover.heap;

import org.jspecify.annotations.NullMarked;
