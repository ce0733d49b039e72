/**
 * Other people's clients of Consul's HTTP API: the same is asked of a Consul and of a Drover, and the same must come out. Start at
 * {@link dev.drover.clients.ScriptsTest}; the programs of the clients stand beside {@code src/}, each with a class path of its own.
 */
@NullMarked
package dev.drover.clients;

import org.jspecify.annotations.NullMarked;
