package dev.drover.registry.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import dev.drover.registry.command.Command;
import dev.drover.registry.entry.Times;
import dev.drover.registry.state.Image;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * How entries and snapshots are written down: JSON, a command's kind in its field {@code do}, times in milliseconds, durations as ISO 8601
 * has them. An entry starts with the version of this format; one of a later version is refused, never guessed at.
 */
final class Codec {
    /** The format this program writes, and the last it reads; each reads all before it. 2: with models of the cluster. */
    static final int VERSION = 2;

    private static final int BUFFERS = 16;

    private static final ObjectMapper JSON = JsonMapper.builder(
                    // By default each thread keeps buffers; those of connections are many and stay long.
                    JsonFactory.builder()
                            .recyclerPool(JsonRecyclerPools.newBoundedPool(BUFFERS))
                            .build())
            .addModule(Times.module())
            .addMixIn(Command.class, Kind.class)
            .addMixIn(Command.Step.class, Kind.class)
            .build();

    static {
        register(Command.class);
        register(Command.Step.class);
    }

    private Codec() {}

    /**
     * One write of the log.
     *
     * @param writer unlike any other's
     * @param number rises with each entry of that writer
     */
    record Entry(int version, String writer, long number, Instant at, List<Command> commands) {
        Entry {
            commands = List.copyOf(commands);
        }
    }

    /** What was read was not written by this program, or by a later one. */
    static final class Unreadable extends IOException {
        Unreadable(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "do")
    private interface Kind {}

    static byte[] encode(Command command) {
        try {
            return JSON.writerFor(Command.class).writeValueAsBytes(command);
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot be written as JSON: " + command, e);
        }
    }

    /** An entry of commands that are encoded already. */
    static byte[] encode(String writer, long number, Instant at, List<byte[]> commands) {
        var out = new ByteArrayOutputStream(
                256 + commands.stream().mapToInt(c -> c.length + 1).sum());
        try (var json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeNumberField("version", VERSION);
            json.writeStringField("writer", writer);
            json.writeNumberField("number", number);
            json.writeNumberField("at", at.toEpochMilli());
            json.writeArrayFieldStart("commands");
            for (var command : commands) {
                json.writeRawValue(new String(command, UTF_8));
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new IllegalStateException("memory cannot be written to", e);
        }
        return out.toByteArray();
    }

    static Entry decode(byte[] bytes) throws Unreadable {
        try {
            int version = version(bytes);
            if (version < 1 || version > VERSION) {
                throw new Unreadable("written in format " + version + " (expected: at most " + VERSION + ")", null);
            }
            return JSON.readValue(bytes, Entry.class);
        } catch (Unreadable e) {
            throw e;
        } catch (IOException e) {
            throw new Unreadable(String.valueOf(e.getMessage()), e);
        }
    }

    /** The first field of an entry; 0 where it is another. */
    private static int version(byte[] entry) throws IOException {
        try (var json = JSON.createParser(entry)) {
            boolean first = json.nextToken() == JsonToken.START_OBJECT && "version".equals(json.nextFieldName());
            return first ? json.nextIntValue(0) : 0;
        }
    }

    /** What a snapshot holds. */
    record Kept(Map<String, Long> writers, Image image) {}

    static byte[] compress(Kept kept) {
        var out = new ByteArrayOutputStream();
        try (var zip = new Fast(out)) {
            JSON.writeValue(zip, kept);
        } catch (IOException e) {
            throw new IllegalStateException("memory cannot be written to", e);
        }
        return out.toByteArray();
    }

    /** A third of the time, for a fifth more bytes: a large registry is written down again and again. */
    private static final class Fast extends GZIPOutputStream {
        Fast(OutputStream out) throws IOException {
            super(out, 64 << 10);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }

    static Kept expand(byte[] bytes) throws Unreadable {
        try (var in = new GZIPInputStream(new ByteArrayInputStream(bytes), 64 << 10)) {
            return JSON.readValue(in, Kept.class);
        } catch (IOException e) {
            throw new Unreadable(String.valueOf(e.getMessage()), e);
        }
    }

    private static void register(Class<?> kind) {
        for (var permitted : kinds(kind)) {
            JSON.registerSubtypes(new NamedType(permitted, permitted.getSimpleName()));
        }
    }

    private static List<Class<?>> kinds(Class<?> sealed) {
        var found = new ArrayList<Class<?>>();
        for (var permitted : sealed.getPermittedSubclasses()) {
            if (permitted.isInterface()) {
                found.addAll(kinds(permitted));
            } else {
                found.add(permitted);
            }
        }
        return found;
    }
}
