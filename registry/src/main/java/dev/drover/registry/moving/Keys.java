package dev.drover.registry.moving;

import com.fasterxml.jackson.databind.JsonNode;
import dev.drover.registry.client.Remote;
import dev.drover.registry.client.Unanswered;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Keys with their values and flags. Of values only digests are held, so that there may be more of them than memory. */
final class Keys implements Cargo {
    /** Writes that are under way at once: a write waits for the disk, and many wait no longer than one. */
    private static final int AT_ONCE = 16;

    private static final Leftovers.Kind LOCKS = new Leftovers.Kind(
            "lock on a key", "locks on keys", "the value comes along; whoever holds the lock takes it anew");

    private final Remote from;
    private final Remote into;
    private final String list;
    private final Map<String, Known> there = new HashMap<>();
    private boolean anything;

    /**
     * A key over there.
     *
     * @param content digest of its value and flags
     * @param index of its last change, so that nobody's later one is overwritten
     */
    private record Known(String content, String index) {}

    /** @param prefix how keys begin that are meant */
    Keys(Remote from, Remote into, String prefix) {
        this.from = from;
        this.into = into;
        this.list = "/v1/kv/" + Remote.quoted(prefix) + "?recurse";
    }

    @Override
    public Part look(Leftovers leftovers) throws Unanswered, InterruptedException {
        into.each(
                list,
                entry -> there.put(
                        entry.path("Key").asText(),
                        new Known(content(entry), entry.path("ModifyIndex").asText())));
        int[] counts = new int[3];
        var other = new ArrayList<String>();
        from.each(list, entry -> {
            Known known = there.get(entry.path("Key").asText());
            if (known == null) {
                counts[0]++;
            } else if (known.content().equals(content(entry))) {
                counts[1]++;
            } else {
                other.add(entry.path("Key").asText());
            }
            counts[2] += entry.path("Session").asText().isEmpty() ? 0 : 1;
        });
        leftovers.add(LOCKS, counts[2]);
        anything = counts[0] + other.size() > 0;
        return new Part("keys", counts[0], counts[1], List.copyOf(other));
    }

    @Override
    public void carry(boolean overwrite, Written written) throws Unanswered, InterruptedException {
        if (!anything) {
            return;
        }
        var lost = new AtomicReference<@Nullable Unanswered>();
        var turns = new Semaphore(AT_ONCE);
        try (var writers = Executors.newVirtualThreadPerTaskExecutor()) {
            from.each(list, entry -> {
                Known known = there.get(entry.path("Key").asText());
                if (known != null && (!overwrite || known.content().equals(content(entry)))) {
                    return;
                }
                stopIf(lost.get());
                turns.acquire();
                var _ = writers.submit(() -> {
                    try {
                        put(entry, known == null ? "0" : known.index(), written);
                    } catch (Unanswered e) {
                        lost.set(e);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    } catch (RuntimeException e) {
                        written.failed("key " + entry.path("Key").asText(), String.valueOf(e.getMessage()));
                    } finally {
                        turns.release();
                    }
                });
            });
        }
        stopIf(lost.get());
    }

    private static void stopIf(@Nullable Unanswered lost) throws Unanswered {
        if (lost != null) {
            throw lost;
        }
    }

    private void put(JsonNode entry, String index, Written written) throws Unanswered, InterruptedException {
        String key = entry.path("Key").asText();
        String path =
                "/v1/kv/" + Remote.quoted(key) + "?flags=" + entry.path("Flags").asText("0") + "&cas=" + index;
        try {
            if (into.write("PUT", path, value(entry)).equals("true")) {
                written.wrote();
            } else {
                written.failed("key " + key, "somebody else has written it meanwhile");
            }
        } catch (Unanswered e) {
            if (!e.isReached()) {
                throw e;
            }
            written.failed("key " + key, e.getMessage());
        }
    }

    private static byte[] value(JsonNode entry) {
        return Base64.getDecoder().decode(entry.path("Value").asText(""));
    }

    private static String content(JsonNode entry) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(value(entry));
            return entry.path("Flags").asText("0") + " " + HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
