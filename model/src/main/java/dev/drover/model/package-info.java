/**
 * What is declared: {@code drover.yaml} read into immutable records, every value with the place it was written at.
 *
 * <p>This room reads text, names every problem in it at once, and compares two models into a plan. It opens no socket,
 * starts nothing and knows nothing of what is observed; that is {@code board}'s.
 *
 * <p>Start here: {@link dev.drover.model.Model}, the whole file; {@link dev.drover.model.Problem}, what is said about it.
 */
@NullMarked
package dev.drover.model;

import org.jspecify.annotations.NullMarked;
