package dev.drover.dns.file;

import dev.drover.dns.file.Entries.Entry;
import dev.drover.dns.file.Entries.Word;
import dev.drover.dns.file.Place.Source;
import dev.drover.dns.name.DnsName;
import dev.drover.dns.name.RecordType;
import dev.drover.model.Dns.ZoneText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Walks the entries of one text of a zone: records, and the directives {@code $ORIGIN}, {@code $TTL}, {@code $INCLUDE}, {@code $GENERATE}. */
final class ZoneReader {
    /** How deep files may include each other. */
    private static final int DEEPEST = 8;

    /** Texts that are read for one zone, counted as often as they are included. */
    private static final int TEXTS = 1_000;

    private static final int RECORDS = 20_000_000;

    private final @Nullable ZoneText files;
    private final String path;
    private final Consumer<Found> found;
    private final Faults faults;
    private final int[] read;
    private final int depth;
    private final Source source;
    private DnsName origin;
    private @Nullable DnsName owner;
    private OptionalInt ttl;
    private OptionalInt lastTtl = OptionalInt.empty();

    /** @param files what may be included; null for a line of {@code drover.yaml} */
    ZoneReader(
            Source source,
            @Nullable ZoneText files,
            DnsName origin,
            OptionalInt ttl,
            Consumer<Found> found,
            Faults faults) {
        this(source, files, origin, ttl, found, faults, new int[2], 0);
    }

    private ZoneReader(
            Source source,
            @Nullable ZoneText files,
            DnsName origin,
            OptionalInt ttl,
            Consumer<Found> found,
            Faults faults,
            int[] read,
            int depth) {
        this.source = source;
        this.files = files;
        this.path = source.path();
        this.origin = origin;
        this.ttl = ttl;
        this.found = found;
        this.faults = faults;
        this.read = read;
        this.depth = depth;
    }

    /** @param key of the text among the files, from which relative paths begin */
    void read(String key, String text) {
        var entries = new Entries(text);
        for (Entry entry = entries.next(); entry != null && read[1] <= RECORDS; entry = entries.next()) {
            var place = new Place(source, entry.line(), entry.column());
            if (entry.fault() != null) {
                faults.add(place, entry.fault(), "");
            } else if (entry.words().getFirst().raw().startsWith("$")) {
                directive(key, entry, place);
            } else {
                record(entry.words(), entry.continued(), place);
            }
        }
    }

    private void directive(String key, Entry entry, Place place) {
        List<Word> words = entry.words();
        String name = words.getFirst().raw().toUpperCase(Locale.ROOT);
        if (files == null) {
            faults.add(place, name + " in a single record (expected: a record)", "write it in a zone file");
            return;
        }
        switch (name) {
            case "$ORIGIN" -> name(argument(words, place, "a name")).ifPresent(o -> origin = o);
            case "$TTL" -> {
                Word word = argument(words, place, "a TTL such as 1h");
                if (word != null) {
                    OptionalInt given = Ttl.parse(word.raw());
                    given.ifPresentOrElse(t -> ttl = given, () -> badTtl(word));
                }
            }
            case "$INCLUDE" -> include(files, key, words, place);
            case "$GENERATE" -> generate(words, place);
            default ->
                faults.add(
                        place,
                        words.getFirst().raw() + " is no directive (expected: $ORIGIN, $TTL, $INCLUDE or $GENERATE)",
                        "\\" + words.getFirst().raw() + " where an owner begins so");
        }
    }

    private @Nullable Word argument(List<Word> words, Place place, String expected) {
        if (words.size() != 2) {
            faults.add(
                    place,
                    words.getFirst().raw() + " with " + (words.size() - 1) + " arguments (expected: " + expected + ")",
                    "");
            return null;
        }
        return words.get(1);
    }

    private Place at(Word word) {
        return new Place(source, word.line(), word.column());
    }

    private Optional<DnsName> name(@Nullable Word word) {
        if (word == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(DnsName.parse(word.bare(), origin));
        } catch (IllegalArgumentException e) {
            faults.add(at(word), String.valueOf(e.getMessage()), "");
            return Optional.empty();
        }
    }

    private void badTtl(Word word) {
        faults.add(at(word), word.raw() + " (expected: a TTL of seconds, or with units such as 1h30m)", "");
        ttl = OptionalInt.of(ZoneFile.TTL); // one mistake, and not one more in each record that relies on it
    }

    private void include(ZoneText all, String key, List<Word> words, Place place) {
        if (words.size() < 2 || words.size() > 3) {
            faults.add(
                    place, "$INCLUDE with " + (words.size() - 1) + " arguments (expected: FILE, or FILE ORIGIN)", "");
            return;
        }
        Optional<String> name = all.resolve(key, words.get(1).bare());
        String text = name.map(n -> all.texts().get(n)).orElse(null);
        Optional<DnsName> below = words.size() == 3 ? name(words.get(2)) : Optional.of(origin);
        if (text == null || name.isEmpty() || below.isEmpty()) {
            if (below.isPresent()) {
                faults.add(at(words.get(1)), "there is no file " + words.get(1).bare(), "");
            }
        } else if (depth == DEEPEST) {
            faults.add(place, "files include each other more than " + DEEPEST + " deep", "remove one include");
        } else if (++read[0] > TEXTS) {
            faults.add(place, "more than " + TEXTS + " includes (expected: at most that)", "");
        } else {
            var inside = new Source(all.shown().getOrDefault(name.get(), name.get()), path);
            var reader = new ZoneReader(inside, files, below.get(), ttl, found, faults, read, depth + 1);
            reader.owner = owner;
            reader.read(name.get(), text);
        }
    }

    private void generate(List<Word> words, Place place) {
        Series series = words.size() < 4 ? null : Series.parse(words.get(1).raw());
        if (series == null) {
            faults.add(
                    words.size() < 2 ? place : at(words.get(1)),
                    "$GENERATE needs a range such as 1-100 or 0-254/2, an owner, a type and data",
                    "$GENERATE 1-100 host-$ A 192.0.2.$");
            return;
        }
        if (series.count() > Series.MOST) {
            faults.add(at(words.get(1)), series.count() + " records (expected: at most " + Series.MOST + ")", "");
            return;
        }
        int before = faults.count();
        for (long n = series.from(); n <= series.to() && faults.count() == before; n += series.step()) {
            var made = new ArrayList<Word>();
            for (Word word : words.subList(2, words.size())) {
                String text = Series.text(word.raw(), n);
                if (text == null) {
                    faults.add(
                            at(word),
                            word.raw() + " (expected: ${OFFSET}, ${OFFSET,WIDTH} or with a base of d, o, x)",
                            "");
                    return;
                }
                made.add(new Word(text, word.line(), word.column()));
            }
            record(made, false, place);
        }
    }

    private void record(List<Word> words, boolean continued, Place place) {
        int next = 0;
        if (!continued) {
            Optional<DnsName> name = name(words.get(next++));
            if (name.isEmpty()) {
                return;
            }
            owner = name.get();
        }
        DnsName at = owner;
        if (at == null) {
            faults.add(place, "the first record begins with a blank and so has no owner", "begin it with a name, or @");
            return;
        }
        OptionalInt given = OptionalInt.empty();
        boolean classed = false;
        for (; next < words.size(); next++) {
            String word = words.get(next).raw();
            OptionalInt seconds = Ttl.parse(word);
            if (seconds.isPresent() && given.isEmpty()) {
                given = seconds;
            } else if (isClass(word) && !classed) {
                classed = true;
                if (!word.equalsIgnoreCase("IN")) {
                    faults.add(at(words.get(next)), "class " + word + " (expected: IN)", "IN");
                    return;
                }
            } else {
                break;
            }
        }
        typed(at, given, words, next, place);
    }

    private static boolean isClass(String word) {
        return switch (word.toUpperCase(Locale.ROOT)) {
            case "IN", "CH", "HS", "CS" -> true;
            default -> false;
        };
    }

    private void typed(DnsName at, OptionalInt given, List<Word> words, int next, Place place) {
        if (next == words.size()) {
            faults.add(place, "a record without a type (expected: OWNER [TTL] [IN] TYPE DATA)", "");
            return;
        }
        Word word = words.get(next);
        RecordType type = RecordType.parse(word.raw()).orElse(null);
        if (type == null || type.isQuestionOnly()) {
            String what = type == null ? " is no type of records" : " is asked for and never stored";
            String fix = next == 0 ? "begin the line with its owner, or with a blank for the owner above" : "";
            faults.add(at(word), word.raw() + what + " (expected: OWNER [TTL] [IN] TYPE DATA)", fix);
            return;
        }
        OptionalInt seconds = given.isPresent() ? given : ttl.isPresent() ? ttl : lastTtl;
        if (seconds.isEmpty() && !type.equals(RecordType.SOA)) {
            faults.add(place, "a record without a TTL, and no $TTL before it", "$TTL 1h at the top of the file");
            return;
        }
        lastTtl = given.isPresent() ? given : lastTtl;
        data(at, type, seconds, words.subList(next + 1, words.size()), place);
    }

    private void data(DnsName at, RecordType type, OptionalInt seconds, List<Word> words, Place place) {
        var text = new StringBuilder();
        words.forEach(w -> text.append(text.isEmpty() ? "" : " ").append(w.raw()));
        try {
            var data = Data.read(type, text.toString(), origin);
            // RFC 2308 section 4: without a TTL of its own the SOA is kept for its last field.
            int ttl = seconds.orElseGet(() -> (int) Math.min(Integer.MAX_VALUE, data.u32(data.length() - 4)));
            if (++read[1] > RECORDS) {
                faults.add(place, "more than " + RECORDS + " records", "");
            }
            found.accept(new Found(at, type, ttl, data, place));
        } catch (Data.Unreadable e) {
            faults.add(
                    words.isEmpty() ? place : at(words.getFirst()),
                    type + (text.isEmpty() ? "" : " ") + brief(text) + ": " + e.getMessage() + " (expected: "
                            + Data.expected(type) + ")",
                    "");
        }
    }

    private static String brief(CharSequence text) {
        return text.length() <= 60 ? text.toString() : text.subSequence(0, 57) + "...";
    }
}
