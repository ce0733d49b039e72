/**
 * Measures health: active checks and the evidence of live traffic become the {@code measured} field of the board, and nothing else
 * writes it. It never decides what is served; the floor rules of {@code policy} do.
 */
@NullMarked
package dev.drover.health;

import org.jspecify.annotations.NullMarked;
