/** Tests of zone. */
@NullMarked
package dev.drover.dns.zone;

import org.jspecify.annotations.NullMarked;
