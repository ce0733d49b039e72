/**
 * Stock alerts of other tools, made anew from their documented thresholds, to be scored on the same recordings as the doctor.
 *
 * <p>Copies nobody's code; each alert names where its threshold is documented. Whatever is not clear is decided for the peer.
 *
 * <p>Start here: {@link dev.drover.bench.faults.peer.Peer}, and {@link dev.drover.bench.faults.peer.Alert} for how one is judged.
 */
@NullMarked
package dev.drover.bench.faults.peer;

import org.jspecify.annotations.NullMarked;
