package dev.drover.observe.sysstat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The text that {@code sadf -j} prints, sample by sample: {@code {"sysstat": {"hosts": [{..., "statistics": [...], "restarts":
 * [...]}]}}}. It is never held as a whole; when the host restarted is told at its end.
 */
final class Sadf implements Closeable {
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(10_000)
                    .maxNumberLength(100)
                    .maxNameLength(1000)
                    .maxNestingDepth(20)
                    .build())
            .build();

    private static final int MOST_RESTARTS = 10_000;

    private final JsonParser json;
    private final Map<String, String> header = new HashMap<>();
    private final List<Instant> restarts = new ArrayList<>();
    private Clock clock = Clock.UTC;
    private int samples;
    private boolean cutShort;
    private boolean ended;

    /** Reads up to the first sample. */
    Sadf(InputStream in) throws IOException {
        json = JSON.createParser(in);
        try {
            json.nextToken();
            for (String name : new String[] {"sysstat", "hosts"}) {
                expect(json.currentToken(), JsonToken.START_OBJECT, "an object with " + name);
                find(name);
            }
            expect(json.currentToken(), JsonToken.START_ARRAY, "a list of hosts");
            expect(json.nextToken(), JsonToken.START_OBJECT, "a host");
            toStatistics();
        } catch (JsonEOFException e) {
            throw Unusable.at(e.getLocation(), "it ends before the first sample");
        } catch (IOException e) {
            throw refused(e);
        }
    }

    /** A text of a host's header, such as {@code nodename}; empty without. */
    String header(String name) {
        return header.getOrDefault(name, "");
    }

    Clock clock() {
        return clock;
    }

    /** When the host restarted; complete once there is no next sample. */
    List<Instant> restarts() {
        return List.copyOf(restarts);
    }

    /** Whether the text ended in the middle. */
    boolean cutShort() {
        return cutShort;
    }

    /** Where the sample ends that was read last. */
    JsonLocation place() {
        return json.currentLocation();
    }

    /** The next sample, or nothing behind the last one. */
    @Nullable
    Section next() throws IOException {
        if (ended) {
            return null;
        }
        try {
            JsonToken token = json.nextToken();
            if (token == JsonToken.START_OBJECT) {
                Section sample = Section.read(json);
                samples++;
                return sample;
            }
            expect(token, JsonToken.END_ARRAY, "a sample");
            rest();
        } catch (JsonEOFException e) {
            if (samples == 0) {
                throw Unusable.at(e.getLocation(), "it ends before the first sample does");
            }
            cutShort = true;
        } catch (IOException e) {
            throw refused(e);
        }
        ended = true;
        return null;
    }

    /** Moves to the value of a name in the object that was begun, past the others. */
    private void find(String name) throws IOException {
        for (String found = json.nextFieldName(); found != null; found = json.nextFieldName()) {
            JsonToken value = json.nextToken();
            if (found.equals(name)) {
                return;
            }
            json.skipChildren();
            if (value == null) {
                break;
            }
        }
        throw Unusable.at(json.currentLocation(), "an object without " + name + " (expected: what sadf -j prints)");
    }

    private void toStatistics() throws IOException {
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            JsonToken value = json.nextToken();
            if (name.equals("statistics")) {
                expect(value, JsonToken.START_ARRAY, "a list of samples");
                clock = Clock.of(header("timezone"));
                return;
            }
            if (value.isScalarValue()) {
                header.put(name, json.getText());
            }
            json.skipChildren();
        }
        throw Unusable.at(json.currentLocation(), "a host without statistics (expected: what sadf -j prints)");
    }

    private void rest() throws IOException {
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            JsonToken value = json.nextToken();
            if (name.equals("restarts") && value == JsonToken.START_ARRAY) {
                readRestarts();
            } else {
                json.skipChildren();
            }
        }
        if (json.nextToken() == JsonToken.START_OBJECT) {
            throw Unusable.at(json.currentLocation(), "a second host begins (expected: one)");
        }
    }

    private void readRestarts() throws IOException {
        while (json.nextToken() == JsonToken.START_OBJECT) {
            Section boot = Section.read(json).section("boot");
            Instant at = clock.read(boot);
            if (at != null && restarts.size() < MOST_RESTARTS) {
                restarts.add(at);
            }
        }
    }

    private void expect(@Nullable JsonToken found, JsonToken expected, String what) throws Unusable {
        if (found != expected) {
            throw Unusable.at(
                    json.currentLocation(),
                    (found == null ? "the end" : "found " + found.name().toLowerCase(java.util.Locale.ROOT))
                            + " (expected: " + what + ", as sadf -j prints)");
        }
    }

    private IOException refused(IOException e) {
        if (e instanceof com.fasterxml.jackson.core.JsonProcessingException bad) {
            JsonLocation where = bad.getLocation() == null ? json.currentLocation() : bad.getLocation();
            String what =
                    String.valueOf(bad.getOriginalMessage()).lines().findFirst().orElse("");
            return Unusable.at(where, "this is not JSON: " + what);
        }
        return e;
    }

    @Override
    public void close() throws IOException {
        json.close();
    }
}
