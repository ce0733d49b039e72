/**
 * The registry: who offers which service where, and how it is, kept for every node and spoken with the HTTP API of Consul so that
 * its clients work unchanged. This package must not decide who is in service; that is the board's, from the same health record.
 */
@NullMarked
package dev.drover.registry;

import org.jspecify.annotations.NullMarked;
