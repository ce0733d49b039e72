package dev.drover.dns.plane;

import dev.drover.dns.serve.HttpsServer;
import dev.drover.dns.serve.TlsServer;
import dev.drover.model.Certificate;
import dev.drover.model.Listener;
import dev.drover.model.Listener.Protocol;
import dev.drover.model.Model;
import dev.drover.model.Problem;
import dev.drover.plane.NotPrepared;
import dev.drover.wire.tls.KeyFiles;
import dev.drover.wire.tls.ServerKeys;
import dev.drover.wire.tls.ServerTls;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The certificates of the listeners of one model that answer names over TLS; read again when their files change. */
final class Certificates implements AutoCloseable {
    static final Certificates NONE = new Certificates(Map.of());

    private static final Logger LOG = System.getLogger(Certificates.class.getName());
    private static final Duration HANDSHAKE = Duration.ofSeconds(10);
    private static final Map<Protocol, List<String>> SPOKEN =
            Map.of(Protocol.DNS_TLS, TlsServer.PROTOCOLS, Protocol.DNS_HTTPS, HttpsServer.PROTOCOLS);

    private final Map<Protocol, ServerKeys> keys;

    private Certificates(Map<Protocol, ServerKeys> keys) {
        this.keys = keys;
    }

    static Certificates load(Model model, InstantSource clock) throws NotPrepared {
        var keys = new EnumMap<Protocol, ServerKeys>(Protocol.class);
        var loaded = new Certificates(keys);
        for (Map.Entry<Protocol, List<String>> spoken : SPOKEN.entrySet()) {
            List<Certificate> wanted = model.dnsListeners().stream()
                    .filter(listener -> listener.protocol() == spoken.getKey())
                    .flatMap(listener -> listener.certificates().stream())
                    .distinct()
                    .map(name -> Objects.requireNonNull(model.certificates().get(name)))
                    .toList();
            if (!wanted.isEmpty()) {
                try {
                    keys.put(spoken.getKey(), load(wanted, spoken.getValue(), clock));
                } catch (NotPrepared e) {
                    loaded.close();
                    throw e;
                }
            }
        }
        return loaded;
    }

    private static ServerKeys load(List<Certificate> wanted, List<String> spoken, InstantSource clock)
            throws NotPrepared {
        var files = new ArrayList<KeyFiles>();
        for (Certificate one : wanted) {
            switch (one.source()) {
                case Certificate.Source.Files from ->
                    files.add(new KeyFiles(one.name(), one.names(), from.chain(), from.key()));
            }
        }
        try {
            return ServerKeys.load(files, spoken, clock, said -> LOG.log(Level.WARNING, said));
        } catch (ServerKeys.BadKeys e) {
            throw new NotPrepared(wanted.stream()
                    .filter(one -> e.problems().containsKey(one.name()))
                    .map(one -> Problem.of(
                            one.where().at("source").at("files"),
                            "certificates." + one.name(),
                            e.problems().getOrDefault(one.name(), "")))
                    .toList());
        }
    }

    /** How connections of a listener begin. */
    ServerTls of(Listener listener) {
        return new ServerTls(Objects.requireNonNull(keys.get(listener.protocol())), listener.certificates(), HANDSHAKE);
    }

    /** Connections that use them go on. */
    @Override
    public void close() {
        keys.values().forEach(ServerKeys::close);
    }
}
