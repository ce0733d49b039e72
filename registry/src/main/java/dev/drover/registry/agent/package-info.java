/**
 * What a node does for the services that registered with it: it makes the checks they ask for (HTTP, TCP, gRPC, by program, alias), waits for those
 * that promised to report (TTL), and removes those that stayed critical for too long. It writes what changed, never that all is as
 * it was. It checks what was registered by Consul's API; what {@code drover.yaml} declares is checked elsewhere.
 *
 * <p>Start here: {@link dev.drover.registry.agent.LocalAgent}.
 */
@NullMarked
package dev.drover.registry.agent;

import org.jspecify.annotations.NullMarked;
