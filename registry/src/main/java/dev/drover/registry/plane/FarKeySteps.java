package dev.drover.registry.plane;

import dev.drover.plane.KeySteps;
import dev.drover.plane.Ticker;
import dev.drover.registry.Unavailable;
import dev.drover.registry.plane.KeyStepsText.Told;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How far keys of zones have got where nodes stand at several sites: one of these keeps it in its registry, and the others ask that one. What it
 * told last is kept, and renewed while it is read.
 */
final class FarKeySteps implements KeySteps {
    /** What sites ask each other for. */
    static final String WHAT = "keys";

    /** Older than this the copy is renewed while it is read. */
    private static final Duration FRESH = Duration.ofSeconds(2);

    /** Older than this it is not what there is now. */
    private static final Duration HOLDS = Duration.ofSeconds(10);

    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final KeySteps here;
    private final Supplier<Optional<Keeper>> keeper;
    private final Ticker ticker;
    private @Nullable Copy copy;
    private boolean asking;
    private long tried;

    /** The site that keeps it, where that is another one. */
    record Keeper(String site, Way way) {}

    /** How that site is asked. */
    interface Way {
        /**
         * Has something done there, which may be done twice.
         *
         * @throws IOException if nobody of it does
         */
        byte[] ask(byte[] wish, Duration patience) throws IOException, InterruptedException;
    }

    private record Copy(String site, boolean heard, List<Step> all, long at) {}

    FarKeySteps(KeySteps here, Supplier<Optional<Keeper>> keeper, Ticker ticker) {
        this.here = here;
        this.keeper = keeper;
        this.ticker = ticker;
        this.tried = ticker.nanos() - FRESH.toNanos();
    }

    @Override
    public boolean isKnown() {
        Optional<Keeper> other = keeper.get();
        return other.isPresent() ? copy(other.get()).isPresent() : here.isKnown();
    }

    @Override
    public boolean isHeard() {
        Optional<Keeper> other = keeper.get();
        return other.isPresent()
                ? copy(other.get())
                        .filter(c -> c.heard() && ticker.nanos() - c.at() <= HOLDS.toNanos())
                        .isPresent()
                : here.isHeard();
    }

    @Override
    public List<Step> all() {
        Optional<Keeper> other = keeper.get();
        return other.isPresent() ? copy(other.get()).map(Copy::all).orElse(List.of()) : here.all();
    }

    @Override
    public boolean put(Step step) throws NotAgreed {
        Optional<Keeper> other = keeper.get();
        if (other.isEmpty()) {
            return here.put(step);
        }
        try {
            return ask(other.get(), Optional.of(step)).taken();
        } catch (IOException e) {
            throw new NotAgreed(
                    other.get().site() + " keeps how far keys have got, and cannot be asked: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotAgreed("interrupted");
        }
    }

    /** What that site told last; where it is time it is asked again meanwhile. */
    private synchronized Optional<Copy> copy(Keeper other) {
        Optional<Copy> known = Optional.ofNullable(copy).filter(c -> c.site().equals(other.site()));
        long now = ticker.nanos();
        boolean isDue = known.isEmpty() || now - known.get().at() >= FRESH.toNanos();
        if (isDue && !asking && now - tried >= FRESH.toNanos()) {
            asking = true;
            tried = now;
            Thread.ofVirtual().name("keys-abroad").start(() -> renew(other));
        }
        return known;
    }

    private void renew(Keeper other) {
        try {
            ask(other, Optional.empty());
        } catch (IOException e) {
            System.getLogger("dev.drover.registry")
                    .log(System.Logger.Level.DEBUG, "{0} does not tell how far keys have got: {1}", other.site(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            synchronized (this) {
                asking = false;
            }
        }
    }

    private Told ask(Keeper other, Optional<Step> step) throws IOException, InterruptedException {
        long now = ticker.nanos();
        Told told = KeyStepsText.read(other.way().ask(KeyStepsText.wish(step), PATIENCE));
        synchronized (this) {
            copy = new Copy(other.site(), told.heard(), told.all(), now);
        }
        return told;
    }

    /** What another site is told, and what is done for it; nothing where this site does not keep it. */
    byte[] told(byte[] wish) throws Unavailable {
        Optional<Keeper> other = keeper.get();
        if (other.isPresent()) {
            throw new Unavailable("by the model here " + other.get().site() + " keeps how far keys have got", false);
        }
        if (!here.isKnown()) {
            throw new Unavailable("the registry that nodes share has not been read yet", false);
        }
        try {
            Optional<Step> step = KeyStepsText.readWish(wish);
            boolean taken = step.isPresent() && here.put(step.get());
            return KeyStepsText.written(new Told(taken, here.isHeard(), here.all()));
        } catch (IOException | NotAgreed e) {
            throw new Unavailable(String.valueOf(e.getMessage()), false);
        }
    }
}
