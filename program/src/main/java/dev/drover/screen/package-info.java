/**
 * The live screen of {@code drover top}: what it shows of a host, how it is drawn, and the terminal it is drawn on.
 *
 * <p>Judges nothing itself. Only {@link dev.drover.screen.TopScreen} touches a terminal, and gives it back as it was.
 *
 * <p>Start here: {@link dev.drover.screen.Pulse}, which makes a {@link dev.drover.screen.Moment} of each sample.
 */
@NullMarked
package dev.drover.screen;

import org.jspecify.annotations.NullMarked;
