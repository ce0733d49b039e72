package dev.drover.health.address;

/** Turns a name into addresses. Blocks; failures are part of the answer. */
@FunctionalInterface
interface Names {
    Answer resolve(String name);
}
