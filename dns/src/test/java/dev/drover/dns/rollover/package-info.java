/** Tests of keys that follow each other by themselves. */
@NullMarked
package dev.drover.dns.rollover;

import org.jspecify.annotations.NullMarked;
