package dev.drover.supervisor;

/** What can happen to a process. */
enum Happening {
    /** It is wanted. */
    WANTED,
    /** It is not wanted any more. */
    UNWANTED,
    SPAWNED,
    NOT_SPAWNED,
    /** A check passed. */
    UP,
    /** The process itself ended, by itself or because it was told to. */
    EXITED,
    /** Nobody of its group lives. */
    GONE,
    /** Time passed. */
    TICK
}
