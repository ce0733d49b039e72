/**
 * Rules about CPU time.
 *
 * <p>Start here: {@link dev.drover.observe.rule.Rule}; every class here is one.
 */
@NullMarked
package dev.drover.observe.rule.cpu;

import org.jspecify.annotations.NullMarked;
