package dev.drover.plane;

import dev.drover.plane.control.Control;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Port: what the registry holds. Offered by the registry, asked for by whoever tells of the node. */
public interface Registrations {
    /** Empty where no registry runs. */
    Optional<Figures> figures();

    /** What is heard of other sites, which keep registries of their own. */
    List<OtherSite> sites();

    /** All names of the catalog, in order. */
    List<Control.Listed> services();

    /** The instances that the catalog lists under this name, those of declared services as well. */
    List<Registration> of(String service);

    /**
     * The registry at one glance.
     *
     * @param address where Consul's API is asked
     * @param staleSince present while nothing can be written, and answers may be old
     * @param trouble what keeps the registry from working, where that is known; or empty
     * @param troubleSince when that was seen first; present with it
     * @param services names that have an instance
     * @param waiting blocking queries now
     * @param index position of the newest write
     */
    record Figures(
            String address,
            Optional<Instant> staleSince,
            String trouble,
            Optional<Instant> troubleSince,
            int nodes,
            int services,
            int instances,
            int checks,
            int keys,
            int sessions,
            int waiting,
            long index) {}

    /**
     * Another site.
     *
     * @param node of it that was heard last; empty where none ever was
     * @param silentSince present while it is not heard
     * @param trouble why its nodes could not be asked at the last try; or empty
     * @param services names that have an instance there, as last heard
     * @param up instances of which no check is critical
     */
    record OtherSite(
            String name,
            String node,
            Optional<Instant> silentSince,
            String trouble,
            int services,
            int instances,
            int up) {}

    /**
     * One instance in the catalog.
     *
     * @param id unique on its node
     * @param instance its name on the board, where it is there
     * @param address {@code HOST:PORT}, as registered
     * @param declared Drover put it there, since a file declares it
     * @param note why it is not served, where that is so whatever its checks say; or empty
     */
    record Registration(
            String node, String id, String instance, String address, boolean declared, String note, List<Said> checks) {
        public Registration {
            checks = List.copyOf(checks);
        }

        /** Nothing is wrong with it. */
        public boolean passes() {
            return note.isEmpty() && checks.stream().allMatch(c -> c.status().equals("passing"));
        }
    }

    /**
     * What a check said last.
     *
     * @param status {@code passing}, {@code warning}, {@code critical}
     */
    record Said(String id, String name, String status, String output) {}

    /** There is no registry. */
    static Registrations none() {
        return new Registrations() {
            @Override
            public Optional<Figures> figures() {
                return Optional.empty();
            }

            @Override
            public List<OtherSite> sites() {
                return List.of();
            }

            @Override
            public List<Control.Listed> services() {
                return List.of();
            }

            @Override
            public List<Registration> of(String service) {
                return List.of();
            }
        };
    }
}
