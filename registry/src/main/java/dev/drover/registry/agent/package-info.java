/**
 * What a node does for the services that registered with it: it waits for those that promised to report (TTL checks), and removes
 * those that stayed critical for too long. It writes what changed, never that all is as it was.
 *
 * <p>Start here: {@link dev.drover.registry.agent.LocalAgent}.
 */
@NullMarked
package dev.drover.registry.agent;

import org.jspecify.annotations.NullMarked;
