/**
 * The floor rules: what is served, decided once for all planes from what is measured and what operators want. Health alone never
 * takes a service away.
 *
 * <p>Start here: {@link dev.drover.policy.floor.FloorRules}.
 */
@NullMarked
package dev.drover.policy.floor;

import org.jspecify.annotations.NullMarked;
