package dev.drover.wire.tls;

import dev.drover.model.Service.UpstreamTls;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.util.ReferenceCountUtil;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLException;

/** TLS contexts towards upstreams, one for each way of verifying; kept for as long as this lives. */
public final class ClientTls implements AutoCloseable {
    private final Map<UpstreamTls, SslContext> contexts = new ConcurrentHashMap<>();
    private final boolean http2;

    /** For HTTP/1.1, which needs no word for itself. */
    public ClientTls() {
        this(false);
    }

    private ClientTls(boolean http2) {
        this.http2 = http2;
    }

    /** For HTTP/2, which is asked for by name (RFC 7301). */
    public static ClientTls forHttp2() {
        return new ClientTls(true);
    }

    /**
     * The context for this way of verifying. From any thread.
     *
     * @throws BadKey the authority's file cannot be used
     */
    public SslContext context(UpstreamTls tls) throws BadKey {
        SslContext known = contexts.get(tls);
        if (known == null) {
            known = build(tls);
            SslContext first = contexts.putIfAbsent(tls, known);
            known = first == null ? known : first;
        }
        return known;
    }

    /** The name to send, and to verify against the certificate where it is verified. */
    public static String serverName(UpstreamTls tls, String host) {
        return switch (tls) {
            case UpstreamTls.Verified verified -> verified.name().orElse(host);
            case UpstreamTls.Unverified unverified -> host;
        };
    }

    private SslContext build(UpstreamTls tls) throws BadKey {
        SslContextBuilder builder = SslContextBuilder.forClient()
                .sslProvider(Modern.provider())
                .protocols(Modern.PROTOCOLS)
                .ciphers(Modern.CIPHERS, SupportedCipherSuiteFilter.INSTANCE);
        if (http2) {
            builder.applicationProtocolConfig(new ApplicationProtocolConfig(
                    ApplicationProtocolConfig.Protocol.ALPN,
                    ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                    ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                    ApplicationProtocolNames.HTTP_2));
        }
        switch (tls) {
            case UpstreamTls.Verified verified -> {
                builder.endpointIdentificationAlgorithm("HTTPS");
                if (verified.authority().isPresent()) {
                    builder.trustManager(Pem.certificates(verified.authority().get()));
                }
            }
            case UpstreamTls.Unverified unverified -> {
                builder.endpointIdentificationAlgorithm(null);
                builder.trustManager(InsecureTrustManagerFactory.INSTANCE);
            }
        }
        try {
            return builder.build();
        } catch (SSLException e) {
            throw new BadKey(Path.of("tls"), String.valueOf(e.getMessage()));
        }
    }

    /** Gives back what is outside of the heap. Connections that are open keep theirs until they end; no new ones begin. */
    @Override
    public void close() {
        contexts.values().forEach(ReferenceCountUtil::release);
        contexts.clear();
    }
}
