/**
 * Serves the routes: every request passes one ordered list of stages. It reads the model and the board's snapshots and never
 * measures health itself; what live traffic shows goes out through the {@code Evidence} port.
 */
@NullMarked
package dev.drover.gateway;

import org.jspecify.annotations.NullMarked;
