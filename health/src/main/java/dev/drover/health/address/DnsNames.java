package dev.drover.health.address;

import dev.drover.health.address.Answer.Part;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.ResolverConfig;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;
import org.xbill.DNS.hosts.HostsFileParser;
import org.xbill.DNS.lookup.LookupSession;
import org.xbill.DNS.lookup.NoSuchDomainException;
import org.xbill.DNS.lookup.NoSuchRRSetException;
import org.xbill.DNS.lookup.ServerFailedException;

/**
 * The hosts file, then DNS by the machine's {@code resolv.conf} with its search path, asked anew every time: what may be kept
 * is decided by the TTL, which the JDK's own resolver does not tell.
 */
final class DnsNames implements Names {
    /** A hosts file has no TTL: an edit shall count soon. */
    private static final Duration HOSTS_TTL = Duration.ofSeconds(10);

    /** All servers together; each of them is given 2 seconds, twice. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Name LOCALHOST = Name.fromConstantString("localhost.");

    private final HostsFileParser hosts;
    private final List<InetSocketAddress> servers;
    private final List<Name> search;
    private final int ndots;

    DnsNames(Path hosts, List<InetSocketAddress> servers, List<Name> search, int ndots) {
        this.hosts = new HostsFileParser(hosts);
        this.servers = List.copyOf(servers);
        this.search = List.copyOf(search);
        this.ndots = ndots;
    }

    /** As this machine is set up now. */
    static DnsNames ofMachine() {
        ResolverConfig.refresh();
        ResolverConfig config = ResolverConfig.getCurrentConfig();
        return new DnsNames(Path.of("/etc/hosts"), config.servers(), config.searchPath(), config.ndots());
    }

    @Override
    public Answer resolve(String text) {
        try {
            Name name = Name.fromString(text);
            Optional<Answer> declared = fromHosts(name);
            return declared.isPresent() ? declared.get() : fromDns(name);
        } catch (TextParseException e) {
            var failed = new Part.Failed("not a DNS name: " + e.getMessage());
            return new Answer(failed, failed, Duration.ZERO);
        } catch (IOException e) {
            var failed = new Part.Failed("hosts file: " + e.getMessage());
            return new Answer(failed, failed, Duration.ZERO);
        }
    }

    private Optional<Answer> fromHosts(Name name) throws IOException {
        Name absolute = name.isAbsolute() ? name : Name.concatenate(name, Name.root);
        Optional<InetAddress> v4 = hosts.getAddressForHost(absolute, Type.A);
        Optional<InetAddress> v6 = hosts.getAddressForHost(absolute, Type.AAAA);
        if (v4.isEmpty() && v6.isEmpty() && absolute.subdomain(LOCALHOST)) {
            // RFC 6761 section 6.3: localhost is never asked of a server.
            v4 = Optional.of(InetAddress.ofLiteral("127.0.0.1"));
        }
        if (v4.isEmpty() && v6.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Answer(known(v4), known(v6), HOSTS_TTL));
    }

    private static Part known(Optional<InetAddress> address) {
        return new Part.Known(address.map(List::of).orElse(List.of()));
    }

    private Answer fromDns(Name name) {
        var resolver = new TtlResolver(servers);
        LookupSession session = LookupSession.builder()
                .resolver(resolver)
                .searchPath(search)
                .ndots(ndots)
                .build();
        var v4 = session.lookupAsync(name, Type.A).toCompletableFuture();
        var v6 = session.lookupAsync(name, Type.AAAA).toCompletableFuture();
        Part first = await(name, v4);
        Part second = await(name, v6);
        return new Answer(first, second, resolver.shortest());
    }

    private static Part await(
            Name name, java.util.concurrent.CompletableFuture<org.xbill.DNS.lookup.LookupResult> lookup) {
        try {
            return new Part.Known(addresses(
                    name, lookup.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS).getRecords()));
        } catch (ExecutionException | CompletionException e) {
            return failed(e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            lookup.cancel(true);
            return new Part.Failed("no answer within " + PATIENCE.toSeconds() + "s");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Part.Failed("stopped");
        } catch (IOException e) {
            return new Part.Failed("an address of another length");
        }
    }

    private static Part failed(Throwable cause) {
        return switch (cause) {
            case NoSuchDomainException e -> new Part.Known(List.of());
            case NoSuchRRSetException e -> new Part.Known(List.of());
            case ServerFailedException e -> new Part.Failed("the DNS servers answered SERVFAIL");
            default ->
                new Part.Failed(cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage());
        };
    }

    /** The name goes along, as InetAddress holds one and would otherwise ask for it when printed. */
    private static List<InetAddress> addresses(Name name, List<Record> records) throws IOException {
        var found = new ArrayList<InetAddress>();
        for (Record record : records) {
            switch (record) {
                case ARecord a ->
                    found.add(InetAddress.getByAddress(
                            name.toString(true), a.getAddress().getAddress()));
                case AAAARecord aaaa ->
                    found.add(InetAddress.getByAddress(
                            name.toString(true), aaaa.getAddress().getAddress()));
                default -> {}
            }
        }
        return found;
    }
}
