/** What limits and cookies do. */
@NullMarked
package dev.drover.dns.guard;

import org.jspecify.annotations.NullMarked;
