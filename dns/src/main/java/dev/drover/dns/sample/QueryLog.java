package dev.drover.dns.sample;

import dev.drover.model.Network;
import dev.drover.plane.Ticker;
import dev.drover.plane.lines.LineLog;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** The log of queries that were drawn, one JSON object a line. Clients are told by their networks. */
final class QueryLog implements AutoCloseable {
    private static final int BATCH = 64 << 10;

    private final LineLog lines;
    private final Ticker ticker;
    private final StringBuilder text = new StringBuilder();
    private long count;

    QueryLog(LineLog lines, Ticker ticker) {
        this.lines = lines;
        this.ticker = ticker;
    }

    void add(Sample sample, String transport) {
        text.append("{\"time\":\"").append(time(sample));
        field("client", sample.client().toString());
        field("name", sample.name());
        field("type", sample.type());
        field("transport", transport);
        field("rcode", sample.rcode());
        Optional<Network> told = sample.told();
        told.ifPresent(network -> field("ecs", network.toString()));
        field("zone", sample.zone());
        field("step", sample.step());
        text.append('"');
        if (told.isPresent()) {
            text.append(",\"scope\":").append(sample.scope());
        }
        text.append(",\"bytes\":").append(sample.size());
        text.append(",\"every\":").append(sample.logged()).append("}\n");
        count++;
        if (text.length() >= BATCH) {
            flush();
        }
    }

    private Instant time(Sample sample) {
        return ticker.instant().minusNanos(ticker.nanos() - sample.nanos()).truncatedTo(ChronoUnit.MILLIS);
    }

    /** Begins behind an open text, and leaves one; nothing where it is empty. */
    private void field(String key, String value) {
        if (value.isEmpty()) {
            return;
        }
        text.append("\",\"").append(key).append("\":\"");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\');
            }
            text.append(c);
        }
    }

    void flush() {
        if (count > 0) {
            lines.write(ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8)), count);
            count = 0;
            text.setLength(0);
        }
    }

    /** The file is let go until there is another line. */
    void rest() {
        flush();
        lines.close();
    }

    long written() {
        return lines.written();
    }

    long lost() {
        return lines.lost();
    }

    @Override
    public void close() {
        rest();
    }
}
