package dev.drover.registry.ensemble;

import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/** TLS between members, as ZooKeeper asks for it: by the name of this class. */
public final class MemberContext implements Supplier<SSLContext> {
    @Override
    public SSLContext get() {
        return ProcessIdentity.current().context();
    }
}
