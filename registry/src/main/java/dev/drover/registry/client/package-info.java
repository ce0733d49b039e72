/**
 * Asking a server of Consul's HTTP API as its clients do, be it Consul or Drover. This package knows the protocol's manners, not what is
 * asked.
 *
 * <p>Start here: {@link dev.drover.registry.client.Remote}.
 */
@NullMarked
package dev.drover.registry.client;

import org.jspecify.annotations.NullMarked;
