/**
 * What the lab changes on this machine, and how that is undone whatever happens.
 *
 * <p>Every change is noted before it is made, as the shell command that undoes it; the next run does what a killed one could not.
 * Everything that is made is named {@code drover-lab-*}. Knows nothing of faults.
 *
 * <p>Start here: {@link dev.drover.lab.site.Site}.
 */
@NullMarked
package dev.drover.lab.site;

import org.jspecify.annotations.NullMarked;
