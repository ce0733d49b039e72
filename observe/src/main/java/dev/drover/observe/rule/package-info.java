/**
 * What a rule is and what it says: its facts, its outcome, a finding with evidence.
 *
 * <p>The rules themselves live in the packages below, one for each family of resources. A rule reads counters of a window only:
 * no files, no clock.
 *
 * <p>Start here: {@link dev.drover.observe.rule.Rule}.
 */
@NullMarked
package dev.drover.observe.rule;

import org.jspecify.annotations.NullMarked;
