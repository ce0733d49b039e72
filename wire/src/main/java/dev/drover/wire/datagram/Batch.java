package dev.drover.wire.datagram;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Memory for datagrams of one call in each direction, as the kernel wants it on 64 bit.
 *
 * <pre>
 *  struct mmsghdr, 64 bytes                       one slot of memory behind them
 *    0  name     8 -> address                       address 32, control 64, iovec 16, data 4096
 *    8  length   4 of the address
 *   16  iovec    8 -> data and its length         An answer goes to the address slot, and with the control
 *   24  count    8 of iovecs: 1                   message, of the datagram that it answers: neither is copied.
 *   32  control  8 -> control message
 *   40  length   8 of it
 *   48  flags    4
 *   56  bytes    4 received or sent
 * </pre>
 */
final class Batch {
    static final int SIZE = 64;

    private static final long HEAD = 64;
    private static final long ADDRESS = 32;
    private static final long CONTROL = 64;
    private static final int IOVEC = 16;
    private static final long SLOT = ADDRESS + CONTROL + IOVEC + Responder.LONGEST;
    private static final long DATA = ADDRESS + CONTROL + IOVEC;
    private static final long ANSWERS = SIZE * (HEAD + SLOT);
    private static final int TRUNCATED = 0x20;
    private static final int AF_INET = 2;
    private static final int IPPROTO_IPV6 = 41;
    /** In a control message, behind its head of 16 bytes: the interface, then addresses (ip(7)). */
    private static final long IPV4_INTERFACE = 16;
    /** There: an address, then the interface (RFC 3542 section 6). */
    private static final long IPV6_INTERFACE = 32;

    private static final ValueLayout.OfShort U16 = JAVA_SHORT.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfInt U32 = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfLong U64 = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private final MemorySegment memory;
    private final MemorySegment answers;
    private final boolean control;
    private final long base;
    /** Which datagram has each seat. */
    private final int[] seated = new int[SIZE];

    private int count;

    Batch(Arena arena, boolean control) {
        this.memory = arena.allocate(SIZE * (HEAD + SLOT) * 2, 64);
        this.answers = memory.asSlice(ANSWERS);
        this.control = control;
        this.base = memory.address();
        for (int i = 0; i < SIZE; i++) {
            lay(0, i);
            lay(ANSWERS, i);
            memory.set(JAVA_LONG, i * HEAD, base + slot(0, i));
            if (control) {
                memory.set(JAVA_LONG, i * HEAD + 32, base + slot(0, i) + ADDRESS);
            }
            reset(i);
        }
    }

    private static long slot(long half, int i) {
        return half + SIZE * HEAD + i * SLOT;
    }

    private void lay(long half, int i) {
        long slot = slot(half, i);
        long iovec = slot + ADDRESS + CONTROL;
        memory.set(JAVA_LONG, half + i * HEAD + 16, base + iovec);
        memory.set(JAVA_LONG, half + i * HEAD + 24, 1);
        memory.set(JAVA_LONG, iovec, base + slot + DATA);
        memory.set(JAVA_LONG, iovec + 8, Responder.LONGEST);
    }

    /** What the kernel has overwritten. */
    private void reset(int i) {
        memory.set(JAVA_INT, i * HEAD + 8, (int) ADDRESS);
        if (control) {
            memory.set(JAVA_LONG, i * HEAD + 40, CONTROL);
        }
    }

    /** Where datagrams are received into. */
    MemorySegment received() {
        return memory;
    }

    /** What {@link #answer} has put together, from the first one or a later one on. */
    MemorySegment answers(int from) {
        return from == 0 ? answers : answers.asSlice(from * HEAD);
    }

    int count() {
        return count;
    }

    /** Lets so many received datagrams be answered, as many at a time as the responder has seats. */
    void answer(int received, Responder responder, Peer peer) {
        count = 0;
        int seats = Math.min(responder.seats(), SIZE);
        for (int from = 0; from < received; from += seats) {
            int taken = take(from, Math.min(from + seats, received), responder, peer);
            if (taken > 0) {
                responder.prepare(taken);
            }
            for (int seat = 0; seat < taken; seat++) {
                int size = responder.respond(seat);
                if (size > 0 && size <= Responder.LONGEST) {
                    add(seated[seat], responder.buffer(seat), size);
                }
            }
            for (int i = from; i < Math.min(from + seats, received); i++) {
                reset(i);
            }
        }
    }

    private int take(int from, int to, Responder responder, Peer peer) {
        int taken = 0;
        for (int i = from; i < to; i++) {
            if ((memory.get(JAVA_INT, i * HEAD + 48) & TRUNCATED) == 0 && tell(peer, i)) {
                int length = memory.get(JAVA_INT, i * HEAD + 56);
                MemorySegment.copy(memory, JAVA_BYTE, slot(0, i) + DATA, responder.buffer(taken), 0, length);
                responder.take(taken, length, peer);
                seated[taken++] = i;
            }
        }
        return taken;
    }

    /** Nobody can be answered at port 0, nor at an address that is not there. */
    private boolean tell(Peer peer, int i) {
        long slot = slot(0, i);
        int port = memory.get(U16, slot + 2) & 0xffff;
        if (memory.get(JAVA_SHORT, slot) == AF_INET) {
            peer.setIpv4(memory.get(U32, slot + 4), port);
        } else {
            peer.set(memory.get(U64, slot + 8), memory.get(U64, slot + 16), port);
        }
        return port != 0;
    }

    /** The route back decides on the interface, except for addresses that mean nothing without one (fe80::/10). */
    private void forgetInterface(long told) {
        if (memory.get(JAVA_INT, told + 8) != IPPROTO_IPV6) {
            memory.set(JAVA_INT, told + IPV4_INTERFACE, 0);
        } else if ((memory.get(U16, told + 16) & 0xffc0) != 0xfe80) {
            memory.set(JAVA_INT, told + IPV6_INTERFACE, 0);
        }
    }

    private void add(int i, byte[] buffer, int size) {
        long head = ANSWERS + count * HEAD;
        long slot = slot(ANSWERS, count);
        MemorySegment.copy(buffer, 0, memory, JAVA_BYTE, slot + DATA, size);
        memory.set(JAVA_LONG, slot + ADDRESS + CONTROL + 8, size);
        memory.set(JAVA_LONG, head, base + slot(0, i));
        memory.set(JAVA_INT, head + 8, memory.get(JAVA_INT, i * HEAD + 8));
        if (control) {
            long told = slot(0, i) + ADDRESS;
            long length = memory.get(JAVA_LONG, i * HEAD + 40);
            if (length > 0) {
                forgetInterface(told);
            }
            memory.set(JAVA_LONG, head + 32, base + told);
            memory.set(JAVA_LONG, head + 40, length);
        }
        count++;
    }
}
