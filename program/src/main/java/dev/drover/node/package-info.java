/**
 * A running node: its data folder, the models that were applied to it, and the answers to what is asked of it.
 *
 * <p>The node is handed its planes, joined, as an {@link dev.drover.node.Assembly}; it leads them through changes, keeps what was
 * applied so that a restart resumes it, and offers itself as {@link dev.drover.plane.control.Control}. It prints nothing and
 * knows no command.
 *
 * <p>Start here: {@link dev.drover.node.RunningNode}.
 */
@NullMarked
package dev.drover.node;

import org.jspecify.annotations.NullMarked;
