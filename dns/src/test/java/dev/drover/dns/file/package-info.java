/** Tests of zone. */
@NullMarked
package dev.drover.dns.file;

import org.jspecify.annotations.NullMarked;
