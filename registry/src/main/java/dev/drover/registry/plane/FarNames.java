package dev.drover.registry.plane;

import dev.drover.plane.Abroad;
import dev.drover.plane.Discovery;
import dev.drover.plane.Ticker;
import dev.drover.registry.consul.KeptQueries;
import dev.drover.registry.plane.NamesText.Held;
import dev.drover.registry.query.BadQuery;
import dev.drover.registry.query.Query;
import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What is known of other sites' catalogs: of each thing that is asked for a copy, which is renewed while it is asked for. Bounded are the copies, and the
 * questions on their way; who asks never waits here.
 */
final class FarNames implements Abroad {
    /** Copies. */
    static final int MOST = 4096;

    /** Questions on their way at a time. */
    private static final int AT_ONCE = 32;

    /** Older than this a copy is renewed while it is answered from. */
    private static final Duration FRESH = Duration.ofSeconds(2);

    /** Older than this it is no more answered from while its site can be asked. */
    private static final Duration HOLDS = Duration.ofSeconds(10);

    /** After a failure. */
    private static final Duration AGAIN = Duration.ofSeconds(1);

    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Others others;
    private final Supplier<@Nullable CatalogView> here;
    private final Ticker ticker;
    private final Map<Wanted, Copy> copies = new ConcurrentHashMap<>();
    private final Semaphore slots = new Semaphore(AT_ONCE);

    /** The way to other sites. */
    interface Others {
        /** All other sites; asked with every query. */
        Set<String> names();

        /** The same, nearest first. */
        List<String> byDistance();

        /**
         * What a site says.
         *
         * @throws IOException if nobody of it does
         */
        byte[] ask(String site, String kind, String name, byte[] query, Duration patience)
                throws IOException, InterruptedException;
    }

    FarNames(Others others, Supplier<@Nullable CatalogView> here, Ticker ticker) {
        this.others = others;
        this.here = here;
        this.ticker = ticker;
    }

    private Optional<String> site(String name) {
        for (String site : others.names()) {
            if (site.equalsIgnoreCase(name)) {
                return Optional.of(site);
            }
        }
        return Optional.empty();
    }

    @Override
    public boolean knows(String site) {
        return site(site).isPresent();
    }

    @Override
    public Heard heard(Wanted wanted) {
        Copy copy = copies.get(wanted);
        if (copy == null) {
            if (copies.size() >= MOST) {
                forget();
            }
            copy = copies.computeIfAbsent(wanted, Copy::new);
        }
        return copy.heard(ticker.nanos());
    }

    /** Copies that are kept. */
    int size() {
        return copies.size();
    }

    /** The older half goes, so that this is done seldom. */
    private void forget() {
        copies.values().stream()
                .sorted(Comparator.comparingLong(c -> c.asked))
                .limit(MOST / 2)
                .forEach(c -> copies.remove(c.wanted));
    }

    /** What is known of one thing. */
    private final class Copy {
        private final Wanted wanted;
        private volatile long asked;
        private Discovery.@Nullable Catalog catalog;
        private long at;
        private long tried;
        private String trouble = "";
        private @Nullable CompletableFuture<Void> coming;

        Copy(Wanted wanted) {
            this.wanted = wanted;
            tried = ticker.nanos() - AGAIN.toNanos();
        }

        synchronized Heard heard(long now) {
            asked = now;
            Discovery.Catalog known = catalog;
            Duration age = Duration.ofNanos(now - at);
            boolean isDue = known == null || age.compareTo(FRESH) > 0;
            if (coming == null && isDue && now - tried >= AGAIN.toNanos() && slots.tryAcquire()) {
                var done = new CompletableFuture<Void>();
                coming = done;
                tried = now;
                Thread.ofVirtual().name("names-abroad").start(() -> ask(done));
            }
            boolean isUnreachable = !trouble.isEmpty();
            if (known != null && (isUnreachable || coming == null || age.compareTo(HOLDS) <= 0)) {
                return new Heard.Known(known, age, trouble);
            }
            if (coming != null && !isUnreachable) {
                return new Heard.Coming(coming);
            }
            return new Heard.Silent(isUnreachable ? trouble : "too many questions for other sites are on their way");
        }

        private void ask(CompletableFuture<Void> done) {
            Discovery.Catalog newer = null;
            String why = "";
            try {
                newer = wanted.site().isEmpty() ? goOn(wanted.name()) : fetched(wanted);
            } catch (IOException e) {
                why = String.valueOf(e.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                why = "this node ends";
            } catch (RuntimeException e) {
                why = "asking failed: " + e;
            } finally {
                slots.release();
                settled(newer, why);
                var _ = done.complete(null);
            }
        }

        private synchronized void settled(Discovery.@Nullable Catalog newer, String why) {
            coming = null;
            trouble = why;
            if (newer != null) {
                catalog = newer;
                at = ticker.nanos();
            }
        }
    }

    private Discovery.Catalog fetched(Wanted wanted) throws IOException, InterruptedException {
        String site = site(wanted.site()).orElseThrow(() -> new IOException("there is no site " + wanted.site()));
        String kind = wanted.kind().name();
        byte[] told = others.ask(site, kind, wanted.name(), new byte[0], PATIENCE);
        return NamesText.catalog(site, NamesText.read(told));
    }

    /** Nobody is here: the sites that the query names are asked, one after the other, until one has somebody. */
    private Discovery.Catalog goOn(String name) throws IOException, InterruptedException {
        CatalogView view = here.get();
        Query query = view == null ? null : view.prepared(name).orElse(null);
        if (query == null) {
            throw new IOException("there is no query " + name);
        }
        List<String> order = query.service().failover().order(others.byDistance());
        IOException failure = new IOException("no site that the query goes on to is known");
        Discovery.Catalog empty = null;
        for (String site : order) {
            try {
                byte[] told = others.ask(site, SENT, name, KeptQueries.told(query), PATIENCE);
                Held held = NamesText.read(told);
                Discovery.Catalog catalog = NamesText.catalog(site, held);
                if (held.found().filter(f -> !f.instances().isEmpty()).isPresent()) {
                    return catalog;
                }
                empty = empty == null ? catalog : empty;
            } catch (IOException e) {
                failure = e;
            }
        }
        if (empty == null) {
            throw failure;
        }
        return empty;
    }

    /** A query that the other site need not have. */
    private static final String SENT = "SENT";

    /** What this site tells others. */
    static Held told(CatalogView view, String kind, String name, byte[] query) {
        try {
            return switch (kind) {
                case "SERVICE" -> {
                    List<Discovery.Instance> all = view.instances(name);
                    var found = new Discovery.Found(name, all, "", false, Optional.empty());
                    yield new Held(Optional.empty(), Optional.of(found));
                }
                case "NODE" -> new Held(Optional.ofNullable(view.node(name)), Optional.empty());
                case "QUERY" -> new Held(Optional.empty(), view.query(name));
                case SENT -> new Held(Optional.empty(), Optional.of(view.executed(KeptQueries.read(query))));
                default -> Held.NOTHING;
            };
        } catch (BadQuery e) {
            return Held.NOTHING;
        }
    }
}
