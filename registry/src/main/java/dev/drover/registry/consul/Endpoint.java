package dev.drover.registry.consul;

import java.io.IOException;

/** What stands behind a path. */
@FunctionalInterface
interface Endpoint {
    Answer answer(Call call) throws Refusal, IOException, InterruptedException;
}
