/**
 * What is asked, looked at by samples: who asks most and for what, and a log of queries. Threads that answer note a query now and then
 * in a ring of their own; all that costs anything happens in a thread beside them. Memory is fixed, and numbers are estimates that say how
 * good they are. Nothing here changes an answer.
 *
 * <p>Start here: {@link dev.drover.dns.sample.Samples}.
 */
@NullMarked
package dev.drover.dns.sample;

import org.jspecify.annotations.NullMarked;
