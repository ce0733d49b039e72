/**
 * Where log lines go and how they look: the backend of {@link java.lang.System.Logger}, on {@code java.util.logging}.
 *
 * <p>Start here: {@link dev.drover.logging.LogSettings}.
 */
@NullMarked
package dev.drover.logging;

import org.jspecify.annotations.NullMarked;
