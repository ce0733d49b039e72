package dev.drover.gateway.log;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * How an entry lies in the ring. Numbers first, then texts, each behind its length in two bytes.
 *
 * <pre>
 *   0 size       4 status     6 end  7 attempts
 *   8 wall clock, ms         16 request id      32 trace id
 *  48 received   56 sent     64 total, ns       72 six states, ns
 * 120 flags     124 texts: client (4 or 16 bytes), method, scheme, protocol, host, path, query,
 *                          referer, agent, route, service, instance, given id
 * </pre>
 */
final class Layout {
    static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.nativeOrder());
    static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.nativeOrder());
    static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

    static final int STATUS = 4;
    static final int END = 6;
    static final int ATTEMPTS = 7;
    static final int WALL = 8;
    static final int ID = 16;
    static final int TRACE = 32;
    static final int RECEIVED = 48;
    static final int SENT = 56;
    static final int TOTAL = 64;
    static final int STATES = 72;
    static final int FLAGS = 120;
    static final int TEXTS = 124;

    static final int HAS_QUERY = 1;

    static final int CLIENT = 0;
    static final int METHOD = 1;
    static final int SCHEME = 2;
    static final int PROTOCOL = 3;
    static final int HOST = 4;
    static final int PATH = 5;
    static final int QUERY = 6;
    static final int REFERER = 7;
    static final int AGENT = 8;
    static final int ROUTE = 9;
    static final int SERVICE = 10;
    static final int INSTANCE = 11;
    static final int GIVEN_ID = 12;
    static final int COUNT = 13;

    /** Longer texts are cut. */
    static final int LONGEST = 2048;

    private Layout() {}
}
