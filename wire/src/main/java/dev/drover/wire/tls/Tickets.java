package dev.drover.wire.tls;

import io.netty.handler.ssl.OpenSslServerSessionContext;
import io.netty.handler.ssl.OpenSslSessionTicketKey;
import io.netty.handler.ssl.SslContext;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The keys that seal session tickets (RFC 8446 section 4.6.1, RFC 5077): shared by all contexts of the process, so that a
 * session survives a new certificate; a new one every twelve hours, the one before still opens.
 */
final class Tickets {
    private static final Duration LIFE = Duration.ofHours(12);

    private final SecureRandom random = new SecureRandom();
    private @Nullable OpenSslSessionTicketKey before;
    private OpenSslSessionTicketKey present = create();
    private Instant born;

    Tickets(Instant now) {
        born = now;
    }

    private OpenSslSessionTicketKey create() {
        return new OpenSslSessionTicketKey(
                bytes(OpenSslSessionTicketKey.NAME_SIZE),
                bytes(OpenSslSessionTicketKey.HMAC_KEY_SIZE),
                bytes(OpenSslSessionTicketKey.AES_KEY_SIZE));
    }

    private byte[] bytes(int size) {
        byte[] made = new byte[size];
        random.nextBytes(made);
        return made;
    }

    /** True: there is a new key, to be set everywhere. */
    boolean renew(Instant now) {
        if (now.isBefore(born.plus(LIFE))) {
            return false;
        }
        before = present;
        present = create();
        born = now;
        return true;
    }

    void set(SslContext context) {
        if (context.sessionContext() instanceof OpenSslServerSessionContext sessions) {
            OpenSslSessionTicketKey old = before;
            if (old == null) {
                sessions.setTicketKeys(present);
            } else {
                sessions.setTicketKeys(present, old);
            }
        }
    }
}
