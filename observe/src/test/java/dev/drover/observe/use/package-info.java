/** Tests of the USE table, against a golden file, and of how its numbers are remembered. */
@NullMarked
package dev.drover.observe.use;

import org.jspecify.annotations.NullMarked;
