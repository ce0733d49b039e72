package dev.drover.dns.answer;

import dev.drover.dns.message.Query;
import dev.drover.dns.message.Suffixes;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * All answers of one zone in one array of bytes: one object for the collector however many names there are, and a node beside its
 * answers. Nodes are found by a table of hash and offset (open addressing, at most half full).
 *
 * <pre>
 *  node      length u8, name in lower case | kind u8 | else u32 | below u32 | count u16 | count x (type u16, answer u32)
 *  answer    nominal u8 | bits u16 of the header | counts: 4 x u16 as in a header | body u16 | needed u16 | glue u16
 *            | moved: count u8, offsets u16 | body
 *
 *  else      the answer for a type that is not listed; 0: work it out
 *  below     the answer for a name below this node that does not exist; for WILD the wildcard's node instead
 * </pre>
 */
final class Arena {
    static final VarHandle U16 = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    static final VarHandle U32 = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    static final VarHandle U64 = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    static final int PLAIN = 0;
    /** Missing names below it are answered by its wildcard. */
    static final int WILD = 1;
    /** A delegation: every question is, but for DS, answered by a referral. */
    static final int CUT = 2;
    /** Names below it are others (DNAME). */
    static final int MOVED = 3;
    /** Work it out. */
    static final int NO_ANSWER = 0;

    private static final int LISTED = 6;
    private static final int TEMPLATE_HEAD = 17;
    private static final int AUTHORITATIVE = 0x0400;

    private byte[] bytes = new byte[4096];
    /** Offset 0 stands for nothing. */
    private int length = 1;

    private int[] slots = new int[64];
    private int nodes;

    byte[] bytes() {
        return bytes;
    }

    int size() {
        return bytes.length + slots.length * Integer.BYTES;
    }

    int nodes() {
        return nodes;
    }

    /** Gives back what growing took too much. */
    void trim() {
        bytes = Arrays.copyOf(bytes, length);
    }

    /** The node of the ending of a name that begins with that label, or 0. */
    int find(Suffixes name, int label) {
        int hash = name.hash(label);
        int mask = slots.length - 2;
        for (int i = hash << 1 & mask; slots[i + 1] != 0; i = i + 2 & mask) {
            if (slots[i] == hash && isNamed(slots[i + 1], name, label)) {
                return slots[i + 1];
            }
        }
        return 0;
    }

    /** The place of the node that {@link #find} of the whole name looks at first, or 0. */
    int peek(Suffixes name) {
        return slots[(name.hash(0) << 1 & slots.length - 2) + 1];
    }

    /** What comparing that node's name looks at first. */
    int peek(int node) {
        return bytes[node];
    }

    private boolean isNamed(int node, Suffixes name, int label) {
        int start = name.start(label);
        int size = name.length() - start;
        return (bytes[node] & 0xff) == size
                && Arrays.equals(bytes, node + 1, node + 1 + size, name.lower(), start, start + size);
    }

    /** A new node of the whole name, with room for so many types. */
    int add(Suffixes name, int kind, int otherwise, int below, int count) {
        if (++nodes * 4 > slots.length) {
            grow();
        }
        ensure(1 + name.length() + 11 + count * LISTED);
        int node = length;
        bytes[length++] = (byte) name.length();
        System.arraycopy(name.lower(), 0, bytes, length, name.length());
        length += name.length();
        bytes[length] = (byte) kind;
        U32.set(bytes, length + 1, otherwise);
        U32.set(bytes, length + 5, below);
        U16.set(bytes, length + 9, (short) count);
        length += 11 + count * LISTED;
        put(slots, name.hash(0), node);
        return node;
    }

    private void grow() {
        var larger = new int[slots.length * 2];
        for (int i = 0; i < slots.length; i += 2) {
            if (slots[i + 1] != 0) {
                put(larger, slots[i], slots[i + 1]);
            }
        }
        slots = larger;
    }

    private static void put(int[] slots, int hash, int node) {
        int mask = slots.length - 2;
        int i = hash << 1 & mask;
        while (slots[i + 1] != 0) {
            i = i + 2 & mask;
        }
        slots[i] = hash;
        slots[i + 1] = node;
    }

    void list(int node, int index, int type, int answer) {
        int at = fields(node) + 11 + index * LISTED;
        U16.set(bytes, at, (short) type);
        U32.set(bytes, at + 2, answer);
    }

    /** Names below the node that do not exist are answered by this wildcard. */
    void setWildcard(int node, int wildcard) {
        bytes[fields(node)] = WILD;
        U32.set(bytes, fields(node) + 5, wildcard);
    }

    private int fields(int node) {
        return node + 1 + (bytes[node] & 0xff);
    }

    int kind(int node) {
        return bytes[fields(node)];
    }

    int below(int node) {
        return (int) U32.get(bytes, fields(node) + 5);
    }

    /** The answer of a node for a type; for any type the first one's (RFC 8482 section 4.1). */
    int answer(int node, int type) {
        int fields = fields(node);
        int at = fields + 11;
        int count = (short) U16.get(bytes, fields + 9) & 0xffff;
        if (type == 255 && count > 0 && bytes[fields] != CUT) {
            return (int) U32.get(bytes, at + 2);
        }
        for (int end = at + count * LISTED; at < end; at += LISTED) {
            if (((short) U16.get(bytes, at) & 0xffff) == type) {
                return (int) U32.get(bytes, at + 2);
            }
        }
        return (int) U32.get(bytes, fields + 1);
    }

    int add(Template t) {
        ensure(TEMPLATE_HEAD + 1 + t.moved.length * 2 + t.body.length);
        int at = length;
        bytes[at] = (byte) t.nominal;
        U16.set(bytes, at + 1, (short) ((t.authoritative ? AUTHORITATIVE : 0) | t.rcode));
        U64.set(
                bytes,
                at + 3,
                1L << 48
                        | (long) t.counts.answers() << 32
                        | (long) t.counts.authorities() << 16
                        | (t.counts.glue() + t.counts.extras()));
        U16.set(bytes, at + 11, (short) t.body.length);
        U16.set(bytes, at + 13, (short) t.needed);
        U16.set(bytes, at + 15, (short) t.counts.glue());
        bytes[at + 17] = (byte) t.moved.length;
        length = at + 18;
        for (int moved : t.moved) {
            U16.set(bytes, length, (short) moved);
            length += 2;
        }
        System.arraycopy(t.body, 0, bytes, length, t.body.length);
        length += t.body.length;
        return at;
    }

    /**
     * Puts an answer behind the question and its bits and counts into the header.
     *
     * @param room bytes that the answer may take
     * @return where the message ends, or -1 when it does not fit; the bits are there all the same
     */
    int copy(int answer, Query query, int room) {
        byte[] from = bytes;
        byte[] to = query.bytes();
        int at = query.questionEnd();
        U16.set(to, 2, (short) ((to[2] << 8 & 0x7900) | (to[3] & 0x10) | 0x8000 | u16(from, answer + 1)));
        int size = u16(from, answer + 11);
        long counts = (long) U64.get(from, answer + 3);
        if (size > room) {
            size = u16(from, answer + 13);
            if (size > room) {
                return -1;
            }
            counts = (counts & ~0xffffL) | u16(from, answer + 15);
        }
        int count = from[answer + 17] & 0xff;
        System.arraycopy(from, answer + 18 + count * 2, to, at, size);
        int further = query.name().length() - (from[answer] & 0xff);
        if (further != 0) {
            move(answer + 18, count, to, at, size, further);
        }
        U64.set(to, 4, counts);
        return at + size;
    }

    private void move(int offsets, int count, byte[] to, int at, int size, int further) {
        for (int i = 0; i < count; i++) {
            int offset = u16(bytes, offsets + i * 2);
            if (offset < size) {
                U16.set(to, at + offset, (short) ((short) U16.get(to, at + offset) + further));
            }
        }
    }

    private static int u16(byte[] bytes, int at) {
        return (short) U16.get(bytes, at) & 0xffff;
    }

    private void ensure(int more) {
        if (length + more > bytes.length) {
            long wanted = Math.max((long) length + more, bytes.length * 2L);
            bytes = Arrays.copyOf(bytes, (int) Math.min(wanted, Integer.MAX_VALUE - 16));
        }
    }
}
