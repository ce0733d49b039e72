package dev.drover.dns.serve;

import dev.drover.wire.tls.ServerTls;

/** One whose connections begin with TLS. */
public interface SecureDoor extends Door {
    /** How new connections begin from now on. */
    void use(ServerTls tls);
}
