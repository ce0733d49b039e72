/** Tests of signing. */
@NullMarked
package dev.drover.dns.sign;

import org.jspecify.annotations.NullMarked;
