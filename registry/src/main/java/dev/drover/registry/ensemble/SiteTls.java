package dev.drover.registry.ensemble;

import java.util.Collection;
import javax.net.ssl.SSLContext;

/** TLS between nodes of different sites, by the same secret as within one: both sides show certificates of its authority. */
public final class SiteTls {
    private SiteTls() {}

    /**
     * For connections from and to this node.
     *
     * @param addresses at which others reach it; none if they do not
     */
    public static SSLContext of(SiteKey key, Collection<String> addresses) {
        return Authority.of(key)
                .issue(addresses.stream().map(Place::plain).toList())
                .context();
    }
}
