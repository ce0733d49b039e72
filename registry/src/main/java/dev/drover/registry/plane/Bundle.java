package dev.drover.registry.plane;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.drover.plane.SharedModels.NotStored;
import dev.drover.plane.control.Source;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** The texts of a model as they are kept in the registry: JSON, compressed (RFC 1952), in Base64 (RFC 4648 section 4). */
final class Bundle {
    /** In Base64: one entry of the log takes a million bytes, and there is more in it than this. */
    static final int LARGEST = 950_000;

    /** Of the JSON; the admin API takes less, so that only damage could be more. */
    private static final int LONGEST = 64 << 20;

    private static final ObjectMapper JSON = new ObjectMapper();

    private Bundle() {}

    private record Written(String folder, LinkedHashMap<String, String> texts) {}

    static String of(Source source) throws NotStored {
        var out = new ByteArrayOutputStream();
        try (var zip = new GZIPOutputStream(out, 64 << 10)) {
            JSON.writeValue(zip, new Written(source.folder(), new LinkedHashMap<>(source.texts())));
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory can be written to
        }
        String bundle = Base64.getEncoder().encodeToString(out.toByteArray());
        if (bundle.length() > LARGEST) {
            long plain =
                    source.texts().values().stream().mapToLong(String::length).sum();
            throw new NotStored(
                    "the files are too large to be shared: " + (plain >> 10) + " KiB, compressed "
                            + (bundle.length() >> 10) + " KiB (expected: at most " + (LARGEST >> 10)
                            + " KiB compressed)",
                    false);
        }
        return bundle;
    }

    static Source read(String bundle) {
        byte[] bytes = Base64.getDecoder().decode(bundle);
        try (var in = new GZIPInputStream(new ByteArrayInputStream(bytes), 64 << 10)) {
            byte[] json = in.readNBytes(LONGEST);
            Written written = JSON.readValue(json, Written.class);
            return new Source(written.folder(), written.texts());
        } catch (IOException e) {
            throw new UncheckedIOException("a model in the registry is damaged", e);
        }
    }
}
