package dev.drover.plane;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Port: what catalogs of other sites hold, of what is asked for. Offered by the registry, asked for by the names; it never waits. */
public interface Abroad {
    /** Whether there is another site of that name, whatever its case. */
    boolean knows(String site);

    /**
     * What is known now. Where that is nothing, or too old, the site is asked meanwhile.
     *
     * @param wanted of a site that is {@link #knows known}
     */
    Heard heard(Wanted wanted);

    /**
     * What is asked for.
     *
     * @param site in lower case; empty for those that a prepared query of this site goes on to
     * @param name of it, in lower case
     */
    record Wanted(String site, Kind kind, String name) {}

    enum Kind {
        SERVICE,
        NODE,
        QUERY
    }

    /** What is known. */
    sealed interface Heard {
        /**
         * The site's catalog, which holds no more than what was asked for.
         *
         * @param age since the site was asked
         * @param trouble why it cannot be asked again; or empty
         */
        record Known(Discovery.Catalog catalog, Duration age, String trouble) implements Heard {}

        /**
         * It is being asked.
         *
         * @param done when there is more to hear, be it that the site does not answer
         */
        record Coming(CompletableFuture<Void> done) implements Heard {}

        /** Nothing is known, and nobody can be asked. */
        record Silent(String why) implements Heard {}
    }

    /** There is no other site. */
    static Abroad nowhere() {
        return new Abroad() {
            @Override
            public boolean knows(String site) {
                return false;
            }

            @Override
            public Heard heard(Wanted wanted) {
                return new Heard.Silent("there is no other site");
            }
        };
    }
}
