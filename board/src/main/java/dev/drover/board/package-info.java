/**
 * What is observed: the instances of every service and their health, as immutable snapshots with a generation each.
 *
 * <p>Of an instance's health there are three fields that never overwrite each other: {@link dev.drover.board.Measured} (what
 * checks and live traffic say), {@link dev.drover.board.Intent} (what an operator wants) and
 * {@link dev.drover.board.Served} (what each plane did). {@link dev.drover.board.Standing} is decided from the first two,
 * once for all planes, whenever a generation is made. This room decides nothing itself and does no I/O.
 *
 * <p>Start here: {@link dev.drover.board.Board}, which holds the newest {@link dev.drover.board.Snapshot}.
 */
@NullMarked
package dev.drover.board;

import org.jspecify.annotations.NullMarked;
