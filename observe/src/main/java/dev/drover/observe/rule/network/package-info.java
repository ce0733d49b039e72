/**
 * Rules about the network.
 *
 * <p>Start here: {@link dev.drover.observe.rule.Rule}; every class here is one.
 */
@NullMarked
package dev.drover.observe.rule.network;

import org.jspecify.annotations.NullMarked;
