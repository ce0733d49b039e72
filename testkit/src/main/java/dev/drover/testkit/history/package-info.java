/**
 * Histories of concurrent operations, and whether they are linearizable: whether each operation can be thought to have happened at
 * one moment between its call and its return, so that all together do what one copy, used by one client at a time, would have done
 * (Herlihy and Wing, "Linearizability: A Correctness Condition for Concurrent Objects", ACM TOPLAS 12(3), 1990).
 *
 * <p>Start here: {@link dev.drover.testkit.history.History} records, {@link dev.drover.testkit.history.Linearizability} decides,
 * {@link dev.drover.testkit.history.Register}, {@link dev.drover.testkit.history.VersionedKey} and
 * {@link dev.drover.testkit.history.Lock} say what one copy would have done.
 */
@NullMarked
package dev.drover.testkit.history;

import org.jspecify.annotations.NullMarked;
