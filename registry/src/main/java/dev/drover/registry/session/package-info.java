/**
 * When sessions end because nobody renewed them. It decides no more than that; what an end means is the state's.
 *
 * <p>Start here: {@link dev.drover.registry.session.Expiry}.
 */
@NullMarked
package dev.drover.registry.session;

import org.jspecify.annotations.NullMarked;
