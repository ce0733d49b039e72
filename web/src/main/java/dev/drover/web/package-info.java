/**
 * What the servers of Drover's own APIs have in common: how they treat a connection, whatever is asked through it. It must not know any
 * API.
 *
 * <p>Start here: {@link dev.drover.web.LastRequest}.
 */
@NullMarked
package dev.drover.web;

import org.jspecify.annotations.NullMarked;
