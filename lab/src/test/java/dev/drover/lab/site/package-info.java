/** Tests of what is undone. */
@NullMarked
package dev.drover.lab.site;

import org.jspecify.annotations.NullMarked;
