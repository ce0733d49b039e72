package dev.drover.supervisor.process;

/** Process groups by number. */
final class Groups {
    private Groups() {}

    /** A group whose members are all dead is gone, although the kernel knows its number until somebody waited for them. */
    static boolean isGone(long group) {
        return !Signals.send(-group, Signals.PROBE)
                || ProcessTable.read().group(group).isEmpty();
    }
}
