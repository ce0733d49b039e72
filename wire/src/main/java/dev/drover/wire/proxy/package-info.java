/**
 * The PROXY protocol, versions 1 and 2: a load balancer in front says in the first bytes of a connection who its client is. Who may
 * say that is decided by the caller.
 *
 * <p>Start here: {@link dev.drover.wire.proxy.ProxyHandler}.
 */
@NullMarked
package dev.drover.wire.proxy;

import org.jspecify.annotations.NullMarked;
