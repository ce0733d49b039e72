/** Tests of plane. */
@NullMarked
package dev.drover.dns.plane;

import org.jspecify.annotations.NullMarked;
