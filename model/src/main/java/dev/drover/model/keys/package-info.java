/**
 * The one table of keys that {@code drover.yaml} may hold: names, kinds, defaults and words of explanation. The reader, the JSON
 * Schema and the reference page are three uses of it.
 *
 * <p>A {@link dev.drover.model.keys.Shape} says what may stand somewhere, reads it into a record and describes itself. It looks at
 * one value and what is inside; what two places say of each other is the business of {@code check}.
 *
 * <p>Start here: {@link dev.drover.model.keys.RootKeys}.
 */
@NullMarked
package dev.drover.model.keys;

import org.jspecify.annotations.NullMarked;
