/**
 * Rules about disks.
 *
 * <p>Start here: {@link dev.drover.observe.rule.Rule}; every class here is one.
 */
@NullMarked
package dev.drover.observe.rule.disk;

import org.jspecify.annotations.NullMarked;
