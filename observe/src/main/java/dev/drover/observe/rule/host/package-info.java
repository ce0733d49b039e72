/**
 * Rules about programs and the host itself: tasks that hang, services that restart, collectors of garbage, random numbers.
 *
 * <p>Start here: {@link dev.drover.observe.rule.Rule}; every class here is one.
 */
@NullMarked
package dev.drover.observe.rule.host;

import org.jspecify.annotations.NullMarked;
