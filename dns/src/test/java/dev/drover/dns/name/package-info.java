/** Tests of name. */
@NullMarked
package dev.drover.dns.name;

import org.jspecify.annotations.NullMarked;
