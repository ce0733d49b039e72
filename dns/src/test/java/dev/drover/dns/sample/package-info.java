/** Tests of samples. */
@NullMarked
package dev.drover.dns.sample;

import org.jspecify.annotations.NullMarked;
