package dev.drover.plane.control;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Port: everything that may be asked of the running node. Blocking; called from virtual threads, many at a time. */
public interface Control {
    /** The whole node at one glance. */
    Status status();

    /**
     * Everything known of a service, or of one instance of it.
     *
     * @param most of a service with more instances, only so many are told of, and only such as are not plainly up; 0 tells all
     */
    Explanation explain(String service, @Nullable String instance, int most) throws Refused;

    /** All names that the registry's catalog lists, by name; none where no registry runs. */
    List<Listed> catalog();

    /** What the catalog lists under a name, whether that is a service of the model or not; none where nothing is. */
    List<Explanation.Registered> registrations(String service);

    /** What is wrong with these files, as printed; empty if nothing is. Changes nothing. */
    List<String> check(Source source);

    /** What applying these files would change. Changes nothing. */
    Proposal plan(Source source) throws Refused;

    /**
     * Puts these files in force.
     *
     * @param confirmWithin what ran before is put back by itself unless {@link #confirm} comes in time; null: for good
     * @param base generation that the author saw; with another one in its place this is refused. null: whatever is there
     */
    Version apply(Source source, String author, @Nullable Duration confirmWithin, @Nullable Long base) throws Refused;

    /**
     * Who runs what the nodes of the cluster agreed on.
     *
     * @throws Refused if this node shares its model with nobody
     */
    Agreement agreement() throws Refused;

    /** Keeps what was applied under a time limit. */
    Version confirm(String author) throws Refused;

    /** Newest first. */
    List<Version> history();

    /** Applies an earlier generation again, as a new one; null means the one before what runs. */
    Version rollback(@Nullable Long generation, String author) throws Refused;

    /** Who keeps the registry, and who uses it. */
    Roster members();

    /** Ends a vote in the registry's ensemble, and forgets who is gone. Returns what was done. */
    String leave(Leaving leaving, String by) throws Refused;

    /** This node takes up its seat in the ensemble again. Returns what follows. */
    String join(String by) throws Refused;

    /** Sets the intent of one instance, of a whole service, or of the node. Returns how many instances it concerned. */
    int intend(Aim aim, Wish wish, String by, String reason) throws Refused;

    /** Restarts the instances of a service that Drover runs, one at a time behind a drain; tells each step. */
    void restart(String service, String by, Consumer<String> progress) throws Refused;

    /** The last lines that instances wrote, then, if {@code follow}, each new one until the subscription is closed. */
    Subscription logs(LogQuery query, Consumer<String> lines) throws Refused;

    /** Requests as they end, one JSON object a line, until the subscription is closed. */
    Subscription tail(TailQuery query, Consumer<String> lines) throws Refused;

    /** What a question to the names is answered, and why. */
    Naming name(NameQuery query) throws Refused;

    /**
     * The keys of the zones that are signed here.
     *
     * @throws Refused until a model is in force
     */
    List<ZoneKeys> zoneKeys() throws Refused;

    /** The zone above vouches for the next key of a zone, as somebody says. */
    ZoneKeys.Done keySeen(ZoneKeys.Seen seen, String by) throws Refused;

    /** What the names were asked most in the last minutes; so many at most. */
    TopList topNames(TopList.By by, int most);

    /**
     * Requests that arrived here and should have arrived at another site.
     *
     * @throws Refused if nobody counts them
     */
    Missteer missteer() throws Refused;

    /** What certification authorities find in the zones of this node, and of those that share its registry. */
    List<Challenge> challenges();

    /** Has something answered to certification authorities, or no more. */
    Challenge.Done challenge(Challenge.Wish wish, String by) throws Refused;

    /** Who would serve a request, and why not the others. */
    Routing route(RouteQuery query) throws Refused;

    /** All metrics in the Prometheus text format. */
    String metrics();

    /**
     * Writes a recording of what the host went through in these times, and somewhat more on both sides.
     *
     * @throws Refused if none is kept; nothing was written then
     */
    void recording(Instant from, Instant to, OutputStream out) throws Refused, IOException;

    /** Whether this node wants traffic; the reason if not. */
    Readiness ready();

    /** Drains and ends, or ends at once. Returns before it has happened. */
    void stop(boolean now);

    /**
     * A name in the catalog.
     *
     * @param instances how many are listed; {@code passing}, {@code warning} and {@code critical} add up to them, each counted by its
     *     worst check
     */
    record Listed(String service, List<String> tags, int instances, int passing, int warning, int critical) {
        public Listed {
            tags = List.copyOf(tags);
        }
    }

    /** What {@link #intend} wants. */
    enum Wish {
        IN_SERVICE,
        DRAINING,
        FORCED_UP,
        FORCED_DOWN
    }

    /** A whole service ({@code instance} null), one instance, or, with both null, this node. */
    record Aim(@Nullable String service, @Nullable String instance) {
        @Override
        public String toString() {
            if (service == null) {
                return "this node";
            }
            return instance == null ? service : service + "/" + instance;
        }
    }

    /**
     * Who leaves the registry's ensemble, and how.
     *
     * @param who name or address; null: this node
     * @param force also where no further loss would be borne then
     * @param stop this node ends as well, for good, with all that it registered
     */
    record Leaving(@Nullable String who, boolean force, boolean stop) {}

    record LogQuery(String service, @Nullable String instance, int lines, boolean follow) {}

    /**
     * Which requests are wanted.
     *
     * @param status {@code 5xx} or {@code 404}; null accepts all, as with the other two
     */
    record TailQuery(
            @Nullable String route,
            @Nullable String status,
            @Nullable String service) {}

    record Readiness(boolean ready, String why) {}

    /** A stream of lines that goes on until it ends by itself or is closed. */
    interface Subscription extends AutoCloseable {
        /** Whether more lines may come. */
        boolean open();

        @Override
        void close();
    }
}
