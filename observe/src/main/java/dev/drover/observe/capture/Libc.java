package dev.drover.observe.capture;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * The few functions of the C library that the JDK has no equal for, on 64-bit Linux. Each is looked up when it is first used.
 *
 * <p>All are called in one shape, five words in and one out: the JDK makes the code for a shape when it is first asked for, which
 * takes longer than all the rest. A word carries an int or an address alike in the calling conventions of x86-64 and AArch64; what a
 * function does not take, it does not see; of a returned int only the lower half counts.
 */
@SuppressWarnings("restricted")
final class Libc {
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = STATE.varHandle(PathElement.groupElement("errno"));
    private static final ValueLayout.OfLong WORD = ValueLayout.JAVA_LONG;
    private static final FunctionDescriptor SHAPE = FunctionDescriptor.of(WORD, WORD, WORD, WORD, WORD, WORD);
    private static final int NAME_SIZE = 16;

    private Libc() {}

    /** A call did not succeed. */
    static final class Failed extends Exception {
        private static final long serialVersionUID = 1;

        Failed(String call, int errno) {
            super(call + ": " + meaning(errno));
        }

        private static String meaning(int errno) {
            return switch (errno) {
                case 1, 13 -> "Permission denied";
                case 2 -> "the kernel has no such table";
                case 11 -> "the kernel did not answer in time";
                case 93, 97 -> "the kernel does not know this protocol";
                default -> "error " + errno;
            };
        }
    }

    private static final class Sockets {
        private static final MethodHandle SOCKET = function("socket");
        private static final MethodHandle SEND = function("send");
        private static final MethodHandle RECEIVE = function("recv");
        private static final MethodHandle OPTION = function("setsockopt");
        private static final MethodHandle CLOSE = function("close");
        private static final MethodHandle NAME = function("if_indextoname");
    }

    private static final class Time {
        private static final MethodHandle ADJTIMEX = function("adjtimex");
    }

    private static final class Space {
        private static final MethodHandle STATVFS = function("statvfs");
    }

    private static final class Log {
        private static final MethodHandle KLOGCTL = function("klogctl");
    }

    private static MethodHandle function(String name) {
        var linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().findOrThrow(name), SHAPE, Linker.Option.captureCallState("errno"));
    }

    static int socket(Arena arena, int domain, int type, int protocol) throws Failed {
        return (int) done("socket", Sockets.SOCKET, arena, domain, type, protocol, 0, 0);
    }

    static void send(Arena arena, int socket, MemorySegment bytes) throws Failed {
        done("send", Sockets.SEND, arena, socket, bytes.address(), bytes.byteSize(), 0, 0);
    }

    static long receive(Arena arena, int socket, MemorySegment into) throws Failed {
        return done("recv", Sockets.RECEIVE, arena, socket, into.address(), into.byteSize(), 0, 0);
    }

    static void option(Arena arena, int socket, int level, int name, MemorySegment value) throws Failed {
        done("setsockopt", Sockets.OPTION, arena, socket, level, name, value.address(), value.byteSize());
    }

    static void close(Arena arena, int socket) {
        call(Sockets.CLOSE, arena.allocate(STATE), socket, 0, 0, 0, 0);
    }

    /** The name of an interface; its number where it has gone. */
    static String interfaceName(Arena arena, int index) {
        MemorySegment name = arena.allocate(NAME_SIZE);
        long found = call(Sockets.NAME, arena.allocate(STATE), index, name.address(), 0, 0, 0);
        return found == 0 ? "#" + index : name.getString(0);
    }

    /** Fills a struct timex (adjtimex(2)) and returns the state of the clock. */
    static int adjtimex(Arena arena, MemorySegment timex) throws Failed {
        return (int) done("adjtimex", Time.ADJTIMEX, arena, timex.address(), 0, 0, 0, 0);
    }

    /** Fills a struct statvfs (statvfs(3)). */
    static void statvfs(Arena arena, String path, MemorySegment space) throws Failed {
        done("statvfs", Space.STATVFS, arena, arena.allocateFrom(path).address(), space.address(), 0, 0, 0);
    }

    /** Asks for the kernel's log (syslog(2)) and returns how many bytes there are. */
    static int kernelLog(Arena arena, int action, MemorySegment into) throws Failed {
        return (int) done("klogctl", Log.KLOGCTL, arena, action, into.address(), into.byteSize(), 0, 0);
    }

    private static long done(String name, MethodHandle function, Arena arena, long a, long b, long c, long d, long e)
            throws Failed {
        MemorySegment state = arena.allocate(STATE);
        int result = (int) call(function, state, a, b, c, d, e);
        if (result < 0) {
            throw new Failed(name, (int) ERRNO.get(state, 0L));
        }
        return result;
    }

    private static long call(MethodHandle function, MemorySegment state, long a, long b, long c, long d, long e) {
        try {
            return (long) function.invokeExact(state, a, b, c, d, e);
        } catch (RuntimeException | Error thrown) {
            throw thrown;
        } catch (Throwable thrown) {
            throw new IllegalStateException(thrown);
        }
    }
}
