/**
 * A process as the operating system sees it: what is started, as whom, its process group, signals, processor time and memory,
 * and what an earlier Drover left behind. It decides nothing: when to start and stop is said by its callers.
 *
 * <p>Start here: {@link dev.drover.supervisor.process.Launch}, what is started; {@link dev.drover.supervisor.process.Spawner},
 * which starts it.
 */
@NullMarked
package dev.drover.supervisor.process;

import org.jspecify.annotations.NullMarked;
