/**
 * What keeps a server from being used against others, and usable while it is tried: cookies, which tell clients that can be reached at the
 * address they send from, and limits of responses to networks that may not have asked at all. It knows bytes and counts, no zones; what it
 * holds does not grow.
 *
 * <p>Start here: {@link dev.drover.dns.guard.Guard}.
 */
@NullMarked
package dev.drover.dns.guard;

import org.jspecify.annotations.NullMarked;
