package dev.drover.dns.discovery;

import dev.drover.dns.answer.Authority;
import dev.drover.dns.message.Drawing;
import dev.drover.dns.message.Query;
import dev.drover.dns.message.Rcode;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The records of one type that a name has, each with a companion that goes along in the additional section. Every answer has them in
 * another order, all equally likely; where not all fit, some: each with its companion, since clients make nothing of a name that they have
 * no address for. Immutable.
 */
final class Records {
    static final Records NONE = new Builder().build();

    private static final byte[] NOBODY = new byte[0];
    private static final boolean[] NONE_SHARED = new boolean[0];
    private static final int TRUNCATED = 0x02;

    private final byte[][] answers;
    /** Of each answer the number of its companion, or -1. */
    private final int[] with;

    private final byte[][] companions;
    /** Whether several answers have one companion. */
    private final boolean shared;

    /** Of each answer the machine whose clients get it first: upper and lower half; empty where that does not count. */
    private final long[] machines;

    private final int first;

    private Records(Builder from) {
        answers = from.answers.toArray(new byte[0][]);
        with = from.with.stream().mapToInt(i -> i).toArray();
        companions = from.companions.toArray(new byte[0][]);
        shared = companions.length < Arrays.stream(with).filter(i -> i >= 0).count();
        machines = from.machines.stream().mapToLong(l -> l).toArray();
        first = from.first;
    }

    boolean isEmpty() {
        return answers.length == 0;
    }

    /**
     * Writes an answer.
     *
     * @param room bytes that it may take behind the question
     * @param most records that it may have
     * @param says whether the client is told that it would get more by a stream
     * @return where the message ends; {@link Authority#TOO_LONG} when not even one record fits
     */
    int write(Query query, int room, int most, boolean says) {
        Drawing order = query.drawing();
        order.begin(answers.length, preferred(query));
        boolean[] brought = marks();
        int wanted = Math.min(most, answers.length);
        int at = query.questionEnd();
        int left = room;
        int count = 0;
        while (count < wanted) {
            int next = order.next();
            int size = answers[next].length + companion(next, brought).length;
            if (size > left) {
                break;
            }
            at = copy(answers[next], query, at);
            left -= size;
            count++;
        }
        if (count == 0) {
            return alone(query, room, order.drawn(0));
        }
        int end = companions(query, order, count, at);
        if (says && count < answers.length) {
            query.bytes()[2] |= TRUNCATED;
        }
        return end;
    }

    /** It is of more use than nothing. */
    private int alone(Query query, int room, int answer) {
        query.answerWith(Rcode.NOERROR, 1, 0, 0);
        if (answers[answer].length > room) {
            return Authority.TOO_LONG;
        }
        return copy(answers[answer], query, query.questionEnd());
    }

    private int companions(Query query, Drawing order, int count, int from) {
        boolean[] brought = marks();
        int at = from;
        int extras = 0;
        for (int i = 0; i < count; i++) {
            byte[] companion = companion(order.drawn(i), brought);
            at = copy(companion, query, at);
            extras += companion.length == 0 ? 0 : 1;
        }
        query.answerWith(Rcode.NOERROR, count, 0, extras);
        return at;
    }

    private boolean[] marks() {
        return shared ? new boolean[companions.length] : NONE_SHARED;
    }

    /** Empty where the answer has none, or another one brought it. */
    private byte[] companion(int answer, boolean[] brought) {
        int companion = with[answer];
        if (companion < 0) {
            return NOBODY;
        }
        if (shared) {
            if (brought[companion]) {
                return NOBODY;
            }
            brought[companion] = true;
        }
        return companions[companion];
    }

    private static int copy(byte[] record, Query query, int at) {
        System.arraycopy(record, 0, query.bytes(), at, record.length);
        return at + record.length;
    }

    private int preferred(Query query) {
        for (int i = 0; i < machines.length; i += 2) {
            if (machines[i + 1] == query.clientLow() && machines[i] == query.clientHigh()) {
                return i / 2;
            }
        }
        return first;
    }

    /** Collects records; what is the same record counts once. */
    static final class Builder {
        private final List<byte[]> answers = new ArrayList<>();
        private final List<Integer> with = new ArrayList<>();
        private final List<byte[]> companions = new ArrayList<>();
        private final List<Long> machines = new ArrayList<>();
        private final Map<ByteBuffer, Integer> known = new HashMap<>();
        private final Map<ByteBuffer, Integer> knownCompanions = new HashMap<>();
        private int first = -1;

        Builder add(byte[] answer) {
            return add(answer, null);
        }

        /** @param companion one record, or null */
        Builder add(byte[] answer, byte @Nullable [] companion) {
            if (known.putIfAbsent(ByteBuffer.wrap(answer), answers.size()) == null) {
                answers.add(answer);
                with.add(companion == null ? -1 : companion(companion));
            }
            return this;
        }

        private int companion(byte[] companion) {
            return knownCompanions.computeIfAbsent(ByteBuffer.wrap(companion), c -> {
                companions.add(companion);
                return companions.size() - 1;
            });
        }

        /** The one that was added last is the first of each answer, unless another was before. */
        void goesFirst() {
            first = first < 0 ? answers.size() - 1 : first;
        }

        /** The one that was added last goes first for clients on this machine. */
        void isOn(@Nullable InetAddress machine) {
            while (machines.size() < answers.size() * 2) {
                machines.add(0L);
            }
            if (machine != null) {
                byte[] address = machine.getAddress();
                ByteBuffer bytes = ByteBuffer.wrap(address);
                boolean ipv4 = address.length == 4;
                machines.set(answers.size() * 2 - 2, ipv4 ? 0 : bytes.getLong());
                machines.set(
                        answers.size() * 2 - 1,
                        ipv4 ? 0xffff_0000_0000L | (bytes.getInt() & 0xffff_ffffL) : bytes.getLong());
            }
        }

        boolean isEmpty() {
            return answers.isEmpty();
        }

        Records build() {
            return new Records(this);
        }
    }
}
