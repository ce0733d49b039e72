/**
 * What a node says of the services that it serves: whose processes they are, and where the time of their requests went.
 *
 * <p>Judges nothing; on a host without a node there is nothing to read.
 */
@NullMarked
package dev.drover.observe.counter.service;

import org.jspecify.annotations.NullMarked;
