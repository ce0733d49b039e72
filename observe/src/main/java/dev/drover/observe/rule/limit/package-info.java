/**
 * Rules about limits that are counted rather than waited for.
 *
 * <p>Start here: {@link dev.drover.observe.rule.Rule}; every class here is one.
 */
@NullMarked
package dev.drover.observe.rule.limit;

import org.jspecify.annotations.NullMarked;
