/**
 * Programs that a test starts: with captured output, bounded waits, and an end that is always reached. Start at
 * {@link dev.drover.testkit.process.Running}.
 */
@NullMarked
package dev.drover.testkit.process;

import org.jspecify.annotations.NullMarked;
