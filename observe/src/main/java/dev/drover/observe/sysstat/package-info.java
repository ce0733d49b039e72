/**
 * What sysstat has kept of a host, as {@code sadf -j} prints it, turned back into counters: a tree like any other, so that rules
 * need no second way to read it.
 *
 * <p>Judges nothing, and starts no program: who has sysstat's binary files runs {@code sadf} first.
 *
 * <p>Start here: {@link dev.drover.observe.sysstat.SysstatData}.
 */
@NullMarked
package dev.drover.observe.sysstat;

import org.jspecify.annotations.NullMarked;
