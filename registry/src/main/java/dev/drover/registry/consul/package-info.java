/**
 * Consul's HTTP API, version 1, as Consul 1.8 speaks it: paths, parameters, bodies, headers, status codes and the words of its errors
 * (<a href="https://developer.hashicorp.com/consul/api-docs">API documentation</a>; what that leaves open was asked of Consul 1.8.7
 * itself, see the differential test). Every endpoint is a function from a {@link dev.drover.registry.consul.Call} to an answer that
 * reads the replica or gives a command to the registry; nothing in here keeps state. What Drover does not have is refused by name.
 *
 * <p>Start here: {@link dev.drover.registry.consul.ConsulServer}, then the list of what can be asked in {@code Paths}.
 */
@NullMarked
package dev.drover.registry.consul;

import org.jspecify.annotations.NullMarked;
