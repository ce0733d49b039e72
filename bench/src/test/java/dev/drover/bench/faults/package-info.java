/** Tests of how the doctor's accuracy is measured: what is drawn, what is frozen, how peers are scored, what the page says. */
@NullMarked
package dev.drover.bench.faults;

import org.jspecify.annotations.NullMarked;
