/** What the meter counts, and what it proposes. */
@NullMarked
package dev.drover.dns.missteer;

import org.jspecify.annotations.NullMarked;
