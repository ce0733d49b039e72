/**
 * Other hosts: their counters over one SSH connection each, seen by the same groups and rules as those of this host, and how hosts
 * that were watched together differ from each other.
 *
 * <p>Nothing is installed or written there: a POSIX shell gets a script on its standard input and prints what the kernel tells.
 *
 * <p>Start here: {@link dev.drover.observe.fleet.Fleet}.
 */
@NullMarked
package dev.drover.observe.fleet;

import org.jspecify.annotations.NullMarked;
