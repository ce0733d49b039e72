package dev.drover.registry.entry;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/** How entries have their times in JSON: moments in milliseconds, durations as ISO 8601 has them. */
public final class Times {
    private Times() {}

    public static SimpleModule module() {
        var module = new SimpleModule();
        module.addSerializer(Instant.class, new JsonSerializer<Instant>() {
            @Override
            public void serialize(Instant time, JsonGenerator out, SerializerProvider provider) throws IOException {
                out.writeNumber(time.toEpochMilli());
            }
        });
        module.addDeserializer(Instant.class, new JsonDeserializer<Instant>() {
            @Override
            public Instant deserialize(JsonParser in, DeserializationContext context) throws IOException {
                return Instant.ofEpochMilli(in.getLongValue());
            }
        });
        module.addSerializer(Duration.class, new JsonSerializer<Duration>() {
            @Override
            public void serialize(Duration time, JsonGenerator out, SerializerProvider provider) throws IOException {
                out.writeString(time.toString());
            }
        });
        module.addDeserializer(Duration.class, new JsonDeserializer<Duration>() {
            @Override
            public Duration deserialize(JsonParser in, DeserializationContext context) throws IOException {
                try {
                    return Duration.parse(in.getText());
                } catch (DateTimeParseException e) {
                    throw new IOException("no duration: " + in.getText(), e);
                }
            }
        });
        return module;
    }
}
