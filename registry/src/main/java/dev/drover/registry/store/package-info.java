/**
 * The one order of writes, kept in ZooKeeper: by a server inside this process, or by an ensemble.
 *
 * <p>What is written is a log of commands. Its znodes, below {@code /drover/1}:
 *
 * <pre>
 * segment                       the number of the segment that is written to, as text
 * log/SEGMENT/e-NUMBER          an entry: one or more commands, as JSON; sequential, so ZooKeeper orders them
 * snapshot                      which snapshot holds: the number of the first segment not in it, how many parts, how many bytes
 * snapshots/SEGMENT/PART        the state before that segment: JSON, compressed, cut in parts
 * </pre>
 *
 * <p>An entry is appended together with a check that its segment is still the one written to; so a segment is final once the
 * next is begun, and a snapshot of the state between two can replace all before it. Every node reads the entries in order and
 * applies them ({@link dev.drover.registry.state.Transition}); that is how it learns the outcome of its own commands as well. The position in
 * this order is the index that Consul's clients see: it rises with each command, over restarts and changes of leader.
 *
 * <p>An append whose answer is lost is looked for before it is repeated: once connected again, everything committed is read. Should the lost
 * one come after all, every node passes over it ({@link dev.drover.registry.store.Writers}).
 *
 * <p>Start here: {@link dev.drover.registry.store.ZooKeeperRegistry}.
 */
@NullMarked
package dev.drover.registry.store;

import org.jspecify.annotations.NullMarked;
