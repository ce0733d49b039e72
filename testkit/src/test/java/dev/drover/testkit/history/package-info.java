/** Whether the judge of histories can be believed: what is broken must be found, and what is sound let pass. */
@NullMarked
package dev.drover.testkit.history;

import org.jspecify.annotations.NullMarked;
