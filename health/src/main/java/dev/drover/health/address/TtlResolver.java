package dev.drover.health.address;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import org.xbill.DNS.ExtendedResolver;
import org.xbill.DNS.Message;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;

/** Asks the servers in turn and keeps the shortest TTL of all answers, those of aliases too. For one resolution. */
final class TtlResolver extends ExtendedResolver {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** However long a TTL is, somebody may have to correct a mistake. */
    private static final long LONGEST_SECONDS = 3600;

    private final AtomicLong shortest = new AtomicLong(LONGEST_SECONDS);

    TtlResolver(List<InetSocketAddress> servers) {
        super(servers.stream().map(TtlResolver::server).toList());
        setRetries(2);
        setTimeout(PATIENCE.multipliedBy(4));
    }

    private static Resolver server(InetSocketAddress address) {
        var server = new SimpleResolver(address);
        server.setTimeout(PATIENCE);
        return server;
    }

    Duration shortest() {
        return Duration.ofSeconds(shortest.get());
    }

    @Override
    public CompletionStage<Message> sendAsync(Message query) {
        return super.sendAsync(query).thenApply(this::note);
    }

    @Override
    public CompletionStage<Message> sendAsync(Message query, Executor executor) {
        return super.sendAsync(query, executor).thenApply(this::note);
    }

    private Message note(Message answer) {
        for (Record record : answer.getSection(Section.ANSWER)) {
            shortest.accumulateAndGet(record.getTTL(), Math::min);
        }
        return answer;
    }
}
