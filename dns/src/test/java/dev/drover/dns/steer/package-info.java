/** Tests of steer. */
@NullMarked
package dev.drover.dns.steer;

import org.jspecify.annotations.NullMarked;
