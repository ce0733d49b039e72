/**
 * Serving answers over the network: datagrams, and streams beside them on the same address; streams over TLS; requests over HTTPS. What is answered is decided elsewhere and
 * may be exchanged at any time.
 *
 * <p>Start here: {@link dev.drover.dns.serve.DnsServer}.
 */
@NullMarked
package dev.drover.dns.serve;

import org.jspecify.annotations.NullMarked;
