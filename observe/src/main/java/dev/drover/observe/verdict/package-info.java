/**
 * From findings to one verdict: which is the cause, which are consequences, and whether anything is wrong at all.
 *
 * <p>Start here: {@link dev.drover.observe.verdict.Diagnosis}; the list of all rules is {@link dev.drover.observe.verdict.Rules}.
 */
@NullMarked
package dev.drover.observe.verdict;

import org.jspecify.annotations.NullMarked;
