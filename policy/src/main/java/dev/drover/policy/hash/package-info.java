/** Hashes that decide: the same answer on each node, in each process, for ever. */
@NullMarked
package dev.drover.policy.hash;

import org.jspecify.annotations.NullMarked;
