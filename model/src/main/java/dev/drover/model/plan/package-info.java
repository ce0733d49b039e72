/**
 * What would change between two models, in words an operator checks before applying, and as records for programs.
 *
 * <p>Secrets are never printed: of a value whose name sounds like one, only that it changed.
 *
 * <p>Start here: {@link dev.drover.model.plan.Plan}.
 */
@NullMarked
package dev.drover.model.plan;

import org.jspecify.annotations.NullMarked;
