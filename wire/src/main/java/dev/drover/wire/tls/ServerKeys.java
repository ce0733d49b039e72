package dev.drover.wire.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandler;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.SniHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;

/**
 * Certificates that are ready to serve. Their files are looked at every few seconds; what changed and is good serves new
 * connections from then on, what is bad is told of and leaves the old in place.
 */
public final class ServerKeys implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(ServerKeys.class.getName());
    static final Duration LOOK = Duration.ofSeconds(2);
    /** A context is freed so long after it was replaced: handshakes that chose it have begun by then. */
    private static final Duration GRACE = Duration.ofSeconds(30);

    private final InstantSource clock;
    private final Consumer<String> told;
    private final List<String> protocols;
    private final Tickets tickets;
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final Thread watcher;
    private volatile boolean closed;

    /** A certificate under its declared name. */
    private static final class Entry {
        private final KeyFiles files;
        private volatile SslContext context;
        private String fingerprint;

        Entry(KeyFiles files, SslContext context, String fingerprint) {
            this.files = files;
            this.context = context;
            this.fingerprint = fingerprint;
        }
    }

    private ServerKeys(List<String> protocols, InstantSource clock, Consumer<String> told) {
        this.protocols = List.copyOf(protocols);
        this.clock = clock;
        this.told = told;
        this.tickets = new Tickets(clock.instant());
        this.watcher = Thread.ofVirtual().name("certificates").unstarted(this::watch);
    }

    /**
     * Reads all of them.
     *
     * @param protocols what is spoken, the best first, as ALPN has it (RFC 7301)
     * @param told hears one sentence when changed files were taken or refused
     * @throws BadKeys what is wrong with any of them, by name
     */
    public static ServerKeys load(
            Collection<KeyFiles> wanted, List<String> protocols, InstantSource clock, Consumer<String> told)
            throws BadKeys {
        var keys = new ServerKeys(protocols, clock, told);
        var problems = new LinkedHashMap<String, String>();
        for (KeyFiles files : wanted) {
            try {
                String fingerprint = files.fingerprint();
                keys.entries.put(files.name(), new Entry(files, keys.context(files), fingerprint));
            } catch (BadKey e) {
                problems.put(files.name(), e.getMessage());
            }
        }
        if (!problems.isEmpty()) {
            keys.entries.values().forEach(e -> ReferenceCountUtil.release(e.context));
            throw new BadKeys(problems);
        }
        if (!keys.entries.isEmpty()) {
            keys.watcher.start();
        }
        return keys;
    }

    /** Which certificates are bad, and why. */
    public static final class BadKeys extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient Map<String, String> problems;

        BadKeys(Map<String, String> problems) {
            super(String.join("\n", problems.values()));
            this.problems = Map.copyOf(problems);
        }

        /** By declared name. */
        public Map<String, String> problems() {
            return problems;
        }
    }

    private SslContext context(KeyFiles files) throws BadKey {
        KeyFiles.Loaded loaded = files.load(clock.instant());
        try {
            SslContext made = SslContextBuilder.forServer(loaded.key(), loaded.chain())
                    .sslProvider(Modern.provider())
                    .protocols(Modern.PROTOCOLS)
                    .ciphers(Modern.CIPHERS, SupportedCipherSuiteFilter.INSTANCE)
                    .applicationProtocolConfig(new ApplicationProtocolConfig(
                            Protocol.ALPN,
                            SelectorFailureBehavior.NO_ADVERTISE,
                            SelectedListenerFailureBehavior.ACCEPT,
                            protocols))
                    .build();
            tickets.set(made);
            return made;
        } catch (SSLException | IllegalArgumentException e) {
            throw new BadKey(files.chain(), "cannot be used: " + e.getMessage());
        }
    }

    /**
     * A handler that begins TLS on a new connection.
     *
     * @param names certificates of the listener by declared name, the first for clients that name no server
     */
    public ChannelHandler handler(List<String> names, ByteBufAllocator allocator, Duration handshake) {
        Entry first = entry(names.getFirst());
        if (names.size() == 1) {
            SslHandler handler = first.context.newHandler(allocator);
            handler.setHandshakeTimeoutMillis(handshake.toMillis());
            return handler;
        }
        return new SniHandler(
                (name, promise) -> promise.setSuccess(choose(names, name)), 64 << 10, handshake.toMillis()) {
            @Override
            protected SslHandler newSslHandler(SslContext context, ByteBufAllocator from) {
                SslHandler handler = super.newSslHandler(context, from);
                handler.setHandshakeTimeoutMillis(handshake.toMillis());
                return handler;
            }
        };
    }

    private Entry entry(String name) {
        Entry entry = entries.get(name);
        if (entry == null) {
            throw new IllegalArgumentException("no certificate was loaded as " + name);
        }
        return entry;
    }

    /** An exact name wins over a wildcard, the first declared over later ones (RFC 6066 section 3, RFC 9525 section 6.3). */
    private SslContext choose(List<String> names, @org.jspecify.annotations.Nullable String server) {
        if (server != null) {
            int dot = server.indexOf('.');
            for (String wanted : new String[] {server, dot < 0 ? server : "*" + server.substring(dot)}) {
                for (String name : names) {
                    if (entry(name).files.names().stream().anyMatch(wanted::equalsIgnoreCase)) {
                        return entry(name).context;
                    }
                }
            }
        }
        return entry(names.getFirst()).context;
    }

    private void watch() {
        while (!closed) {
            try {
                Thread.sleep(LOOK);
            } catch (InterruptedException e) {
                return;
            }
            look();
        }
    }

    /** Reads again what changed. */
    void look() {
        if (tickets.renew(clock.instant())) {
            entries.values().forEach(e -> tickets.set(e.context));
        }
        for (Entry entry : entries.values()) {
            String fingerprint = entry.files.fingerprint();
            if (!fingerprint.equals(entry.fingerprint)) {
                entry.fingerprint = fingerprint;
                replace(entry);
            }
        }
    }

    private void replace(Entry entry) {
        try {
            SslContext old = entry.context;
            entry.context = context(entry.files);
            freeLater(List.of(old));
            told.accept("certificate " + entry.files.name() + ": changed files were read");
        } catch (BadKey e) {
            told.accept("certificate " + entry.files.name() + ": the changed files are not used, the old ones go on: "
                    + e.getMessage());
        }
    }

    private static void freeLater(List<SslContext> contexts) {
        Thread.ofVirtual().start(() -> {
            try {
                Thread.sleep(GRACE);
            } catch (InterruptedException e) {
                LOG.log(System.Logger.Level.DEBUG, "interrupted while waiting to free TLS contexts");
            }
            contexts.forEach(ReferenceCountUtil::release);
        });
    }

    /** Connections that use them go on. */
    @Override
    public void close() {
        closed = true;
        watcher.interrupt();
        var contexts = new ArrayList<SslContext>();
        entries.values().forEach(e -> contexts.add(e.context));
        freeLater(contexts);
    }
}
