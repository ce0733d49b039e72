package dev.drover.logging;

import dev.drover.admin.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;

/** One JSON object a line: {@code at}, {@code level}, {@code room}, {@code message}, and {@code error} where there is one. */
final class JsonLines extends Formatter {
    @Override
    public String format(LogRecord record) {
        var fields = new LinkedHashMap<String, String>();
        fields.put("at", record.getInstant().toString());
        fields.put("level", TextLines.level(record.getLevel()).toLowerCase(Locale.ROOT));
        fields.put("room", TextLines.room(record.getLoggerName()));
        fields.put("message", formatMessage(record));
        if (record.getThrown() != null) {
            fields.put("error", Trace.of(record.getThrown()));
        }
        return new String(Json.bytes(fields), StandardCharsets.UTF_8) + "\n";
    }
}
