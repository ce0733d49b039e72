package dev.drover.health.check;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** Kills a process with everything in its group, by kill(2) with a negative id: the JDK only knows single processes. */
@SuppressWarnings("restricted") // kill(2) is the one native call here
final class ProcessGroup {
    private static final int SIGKILL = 9;
    private static final MethodHandle KILL = Linker.nativeLinker()
            .downcallHandle(
                    Linker.nativeLinker().defaultLookup().findOrThrow("kill"),
                    FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));

    private ProcessGroup() {}

    /** Nothing happens if the group is gone. */
    static void kill(long leader) {
        if (leader <= 1) {
            throw new IllegalArgumentException("no group of ours: " + leader);
        }
        try {
            var _ = (int) KILL.invokeExact((int) -leader, SIGKILL);
        } catch (Throwable e) {
            throw new IllegalStateException("kill(2) cannot fail to be called", e);
        }
    }
}
