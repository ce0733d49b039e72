/** Tests of the live screen: what is drawn in any size, and that a virtual terminal gets it, key by key, and is given back. */
@NullMarked
package dev.drover.screen;

import org.jspecify.annotations.NullMarked;
