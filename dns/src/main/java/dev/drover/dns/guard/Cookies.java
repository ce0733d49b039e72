package dev.drover.dns.guard;

import dev.drover.dns.message.EdnsQuery;
import dev.drover.dns.message.Query;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Server cookies, made and recognized by one thread (RFC 7873, RFC 9018 section 4).
 *
 * <pre>
 *   client's 8 | version 1 | reserved 3 | time 4 | hash 8 = SipHash-2-4(all before it, the client's address)
 * </pre>
 */
final class Cookies {
    /** Of the server, behind the client's 8. */
    static final int LENGTH = 16;

    private static final int CLIENT = 8;
    private static final int VERSION = 1;

    /** A cookie counts for so many seconds, and may be from so many ahead (RFC 9018 section 4.3). */
    private static final int LIFE = 3600;

    private static final int AHEAD = 300;

    /** One that is so old is exchanged for a new one. */
    private static final int RENEWED = 1800;

    private static final VarHandle U32 = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN)
            .withInvokeExactBehavior();
    private static final VarHandle U64 = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN)
            .withInvokeExactBehavior();

    /** What is hashed: the client's cookie, the head of the server's, the client's address. */
    private final byte[] message = new byte[CLIENT + 8 + 16];

    private final byte[] told = new byte[LENGTH];

    /**
     * Looks at the cookie of a query, and has the server's next one ready for {@link #tell}.
     *
     * @param second of now, since 1970
     * @return whether the client is known to receive what is sent to its address
     */
    boolean look(Query query, Secrets.Keys keys, long second) {
        EdnsQuery edns = query.edns();
        byte[] cookie = edns.cookie();
        System.arraycopy(cookie, 0, message, 0, CLIENT);
        int length = CLIENT + 8 + address(query);
        boolean known = false;
        if (edns.cookieLength() == CLIENT + LENGTH && cookie[CLIENT] == VERSION) {
            // Serial numbers (RFC 1982): the time's 32 bits end in 2106.
            int age = (int) second - (int) U32.get(cookie, CLIENT + 4);
            if (age <= LIFE && age >= -AHEAD) {
                System.arraycopy(cookie, CLIENT, message, CLIENT, 8);
                long hash = SipHash.of(keys.of(second - age), message, length);
                known = hash == SipHash.get(cookie, CLIENT + 8);
            }
            if (known && age < RENEWED) {
                System.arraycopy(cookie, CLIENT, told, 0, LENGTH);
                return true;
            }
        }
        renew(keys, second, length);
        return known;
    }

    private void renew(Secrets.Keys keys, long second, int length) {
        U32.set(message, CLIENT, VERSION << 24);
        U32.set(message, CLIENT + 4, (int) second);
        System.arraycopy(message, CLIENT, told, 0, 8);
        SipHash.put(SipHash.of(keys.of(second), message, length), told, 8);
    }

    /** Of IPv4 its 4 bytes. */
    private int address(Query query) {
        boolean ipv4 = query.clientHigh() == 0 && query.clientLow() >>> 32 == 0xffff;
        if (ipv4) {
            U32.set(message, CLIENT + 8, (int) query.clientLow());
            return 4;
        }
        U64.set(message, CLIENT + 8, query.clientHigh());
        U64.set(message, CLIENT + 16, query.clientLow());
        return 16;
    }

    /** Writes the server's cookie where the answer has room for it. */
    void tell(Query query) {
        int at = query.edns().cookieAt();
        if (at > 0) {
            System.arraycopy(told, 0, query.bytes(), at, LENGTH);
        }
    }
}
