package dev.drover.logging;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.LogRecord;

/**
 * Writes each record as a line at once. When the disk is full the line is lost and the next that fits says how many were; nothing
 * else stops for it.
 */
final class StreamLines extends Handler {
    private final OutputStream out;
    private long lost;

    StreamLines(OutputStream out, Formatter formatter) {
        this.out = out;
        setFormatter(formatter);
    }

    @Override
    public synchronized void publish(LogRecord record) {
        if (!isLoggable(record)) {
            return;
        }
        try {
            if (lost > 0) {
                out.write(("(" + lost + " log lines could not be written)\n").getBytes(StandardCharsets.UTF_8));
                lost = 0;
            }
            out.write(getFormatter().format(record).getBytes(StandardCharsets.UTF_8));
            out.flush();
        } catch (IOException e) {
            lost++;
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
