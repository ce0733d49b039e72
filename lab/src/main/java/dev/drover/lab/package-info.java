/**
 * The laboratory of faults: makes something go wrong on purpose, watches a victim, asks the doctor, and keeps the score.
 *
 * <p>Changes the machine only as far as a fault says, and takes everything back. Tunes no rule and prints nothing.
 *
 * <p>Start here: {@link dev.drover.lab.Laboratory} runs cases, {@link dev.drover.lab.Faults} lists what can go wrong.
 */
@NullMarked
package dev.drover.lab;

import org.jspecify.annotations.NullMarked;
