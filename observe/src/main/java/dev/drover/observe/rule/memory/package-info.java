/**
 * Rules about memory.
 *
 * <p>Start here: {@link dev.drover.observe.rule.Rule}; every class here is one.
 */
@NullMarked
package dev.drover.observe.rule.memory;

import org.jspecify.annotations.NullMarked;
