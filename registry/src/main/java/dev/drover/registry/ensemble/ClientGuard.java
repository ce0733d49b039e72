package dev.drover.registry.ensemble;

import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.data.Id;
import org.apache.zookeeper.server.ServerCnxn;
import org.apache.zookeeper.server.auth.X509AuthenticationProvider;

/**
 * Who may be a client of a member: nodes of the site, by their certificates. They may do everything, also read what was written under
 * another secret before, and change who belongs to the ensemble. ZooKeeper makes it, by the name of this class.
 */
public final class ClientGuard extends X509AuthenticationProvider {
    static final String SCHEME = "drover";

    public ClientGuard() {
        super(ProcessIdentity.current().trust(), ProcessIdentity.current().keys());
    }

    @Override
    public String getScheme() {
        return SCHEME;
    }

    /** The handshake is done: it has shown a certificate of the site's authority. */
    @Override
    public KeeperException.Code handleAuthentication(ServerCnxn client, byte[] data) {
        if (client.getClientCertificateChain() == null || client.getClientCertificateChain().length == 0) {
            return KeeperException.Code.AUTHFAILED;
        }
        client.addAuthInfo(new Id("super", SCHEME));
        return KeeperException.Code.OK;
    }
}
