package dev.drover.gateway.service;

import dev.drover.gateway.stage.Upstream;
import dev.drover.plane.Evidence;
import dev.drover.plane.Ticker;
import java.util.random.RandomGenerator;

/**
 * What an event loop lends to the services it serves.
 *
 * @param loops how many there are
 * @param random of this loop
 */
public record LoopContext(
        int loops, Ticker ticker, RandomGenerator random, Upstream.Maker upstreams, Evidence evidence) {}
