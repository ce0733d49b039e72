/**
 * The house rules of ARCHITECTURE.md and CONTRIBUTING.md, and the promises of the documents, as tests.
 *
 * <p>Start here: {@link dev.drover.house.HouseRulesTest} for what classes may do, {@link dev.drover.house.SourceRulesTest} for
 * what source files look like.
 */
@NullMarked
package dev.drover.house;

import org.jspecify.annotations.NullMarked;
