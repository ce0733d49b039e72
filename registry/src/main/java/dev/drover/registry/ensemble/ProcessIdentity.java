package dev.drover.registry.ensemble;

import java.util.concurrent.atomic.AtomicReference;
import org.apache.zookeeper.server.auth.ProviderRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Who this process is to ZooKeeper's servers, which learn it in no other way than by system properties and by names of classes that they
 * instantiate themselves. Therefore a process has one: members of different sites need processes of their own.
 */
final class ProcessIdentity {
    private static final AtomicReference<@Nullable Identity> CURRENT = new AtomicReference<>();

    private ProcessIdentity() {}

    static void use(Identity identity) {
        CURRENT.set(identity);
        System.setProperty("zookeeper.admin.enableServer", "false");
        // Who looks for a leader waits twice as long each time before it asks anew, by default up to a minute: a
        // member that was cut off for long would come back late, and be missed if another goes meanwhile.
        System.setProperty("zookeeper.fastleader.maxNotificationInterval", "2000");
        System.setProperty("zookeeper.serverCnxnFactory", "org.apache.zookeeper.server.NettyServerCnxnFactory");
        System.setProperty("zookeeper.ssl.quorum.context.supplier.class", MemberContext.class.getName());
        System.setProperty("zookeeper.ssl.quorum.enabledProtocols", "TLSv1.3");
        System.setProperty("zookeeper.ssl.authProvider", ClientGuard.SCHEME);
        var guard = ProviderRegistry.AUTHPROVIDER_PROPERTY_PREFIX + ClientGuard.SCHEME;
        System.setProperty(guard, ClientGuard.class.getName());
        ProviderRegistry.addOrUpdateProvider(guard);
    }

    static Identity current() {
        Identity identity = CURRENT.get();
        if (identity == null) {
            throw new IllegalStateException("no member of an ensemble runs in this process");
        }
        return identity;
    }
}
