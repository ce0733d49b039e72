/**
 * Messages on the wire (RFC 1035 section 4): a query is parsed where it lies, strictly and without allocation. What to answer is
 * decided elsewhere.
 *
 * <p>Start here: {@link dev.drover.dns.message.Query}.
 */
@NullMarked
package dev.drover.dns.message;

import org.jspecify.annotations.NullMarked;
