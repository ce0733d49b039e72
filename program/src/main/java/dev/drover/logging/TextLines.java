package dev.drover.logging;

import java.time.temporal.ChronoUnit;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;

/** {@code 2030-01-01T00:00:00.123Z WARN  gateway: what happened}; the room stands for the logger. */
final class TextLines extends Formatter {
    @Override
    public String format(LogRecord record) {
        var line = new StringBuilder(120);
        line.append(record.getInstant().truncatedTo(ChronoUnit.MILLIS));
        line.append(' ').append(String.format("%-5s", level(record.getLevel())));
        line.append(' ').append(room(record.getLoggerName())).append(": ");
        line.append(formatMessage(record).replace('\r', ' ')).append('\n');
        if (record.getThrown() != null) {
            line.append(Trace.of(record.getThrown()));
        }
        return line.toString();
    }

    static String level(Level level) {
        if (level.intValue() >= Level.SEVERE.intValue()) {
            return "ERROR";
        }
        if (level.intValue() >= Level.WARNING.intValue()) {
            return "WARN";
        }
        if (level.intValue() >= Level.CONFIG.intValue()) {
            return "INFO";
        }
        return level.intValue() >= Level.FINE.intValue() ? "DEBUG" : "TRACE";
    }

    /** {@code dev.drover.gateway.route.Tree} is {@code gateway}; others keep their last word. */
    static String room(String logger) {
        if (logger == null) {
            return "drover";
        }
        String own = "dev.drover.";
        if (logger.startsWith(own)) {
            String rest = logger.substring(own.length());
            int dot = rest.indexOf('.');
            return dot < 0 ? "drover" : rest.substring(0, dot);
        }
        return logger.substring(logger.lastIndexOf('.') + 1);
    }
}
