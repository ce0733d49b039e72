package dev.drover.dns.answer;

import dev.drover.dns.message.Query;
import org.jspecify.annotations.Nullable;

/**
 * Has what the answers to several queries begin with fetched from memory before the first is answered; of one thread. Where names are many,
 * next to nothing of a table is in the processor's cache: one by one each answer waits for its place in the table and then for its node,
 * side by side they all wait once for either.
 */
public final class Ahead {
    private final @Nullable Arena[] tables;
    private final int[] places;
    /** Written for the compiler: it leaves out to load what is not used. */
    @SuppressWarnings("unused")
    private int fetched;

    /** For so many queries at a time. */
    public Ahead(int queries) {
        tables = new @Nullable Arena[queries];
        places = new int[queries];
    }

    /**
     * Fetches for the first queries.
     *
     * @param read what {@link Answers#read} said of each; who is not sound is left out
     */
    public void fetch(Answers answers, Query[] queries, Query.Verdict[] read, int count) {
        for (int i = 0; i < count; i++) {
            Arena table = read[i] == Query.Verdict.SOUND ? answers.tableFor(queries[i]) : null;
            tables[i] = table;
            places[i] = table == null ? 0 : table.peek(queries[i].name());
        }
        int sum = 0;
        for (int i = 0; i < count; i++) {
            Arena table = tables[i];
            sum += table == null ? 0 : table.peek(places[i]);
            tables[i] = null; // or a seat that is seldom taken would hold a table that is long out of force
        }
        fetched = sum;
    }
}
