/**
 * Files into one model: includes joined, every problem of every file named at once.
 *
 * <p>Start here: {@link dev.drover.model.read.ModelReader}.
 */
@NullMarked
package dev.drover.model.read;

import org.jspecify.annotations.NullMarked;
