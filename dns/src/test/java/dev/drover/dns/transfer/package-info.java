/** Tests of transfers. */
@NullMarked
package dev.drover.dns.transfer;

import org.jspecify.annotations.NullMarked;
