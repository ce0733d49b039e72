/**
 * What two places of a file say of each other: names that lead nowhere, addresses and routes that clash, times that cannot be.
 *
 * <p>Problems refuse a model. Warnings are for what is allowed and yet probably not meant.
 *
 * <p>Start here: {@link dev.drover.model.check.Checks}.
 */
@NullMarked
package dev.drover.model.check;

import org.jspecify.annotations.NullMarked;
