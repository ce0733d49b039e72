package dev.drover.registry.consul;

import dev.drover.registry.entry.PreparedQuery;
import dev.drover.registry.query.BadQuery;
import dev.drover.registry.query.Queries;
import dev.drover.registry.query.Query;
import dev.drover.registry.state.State;
import dev.drover.registry.state.Topic;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The prepared queries of a state, ready to be asked; made again only after one of them changed. Asked by many threads. */
public final class KeptQueries {
    private volatile @Nullable Prepared prepared;

    private record Prepared(long index, Queries queries) {}

    /**
     * The query that an id or a name means, with its template rendered; empty if there is none.
     *
     * @throws BadQuery if it cannot be executed
     */
    public Optional<Query> find(State state, String idOrName) throws BadQuery {
        return prepared(state).queries.find(idOrName, "");
    }

    private Prepared prepared(State state) throws BadQuery {
        long index = state.index(new Topic.AllQueries());
        Prepared known = prepared;
        if (known == null || known.index != index) {
            var all = new ArrayList<Query>();
            for (PreparedQuery entry : state.queries()) {
                all.add(read(entry));
            }
            known = new Prepared(index, Queries.of(all));
            prepared = known;
        }
        return known;
    }

    /** As a query is told to other sites, which need not have it. */
    public static byte[] told(Query query) {
        return new Question(query).kept("").definition().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * The query that another site tells.
     *
     * @throws BadQuery if it is none
     */
    public static Query read(byte[] told) throws BadQuery {
        try {
            return Question.sent(told);
        } catch (Refusal e) {
            throw new BadQuery(String.valueOf(e.getMessage()));
        }
    }

    private static Query read(PreparedQuery entry) {
        try {
            return Question.read(entry);
        } catch (Refusal e) {
            throw new IllegalStateException("query " + entry.id() + " was kept, and cannot be read", e);
        }
    }
}
