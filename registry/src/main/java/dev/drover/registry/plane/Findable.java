package dev.drover.registry.plane;

import dev.drover.plane.Abroad;
import dev.drover.plane.Discovery;
import dev.drover.plane.Ticker;
import dev.drover.registry.consul.KeptQueries;
import dev.drover.registry.state.State;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Gives the names what the replica of the moment holds. */
final class Findable implements Discovery {
    private final Supplier<RegistryPlane.@Nullable Running> running;
    private final KeptQueries queries = new KeptQueries();
    private final AddressBook book = new AddressBook();
    private volatile @Nullable CatalogView last;

    private final FarNames abroad;

    Findable(Supplier<RegistryPlane.@Nullable Running> running, FarNames.Others others, Ticker ticker) {
        this.running = running;
        this.abroad = new FarNames(others, this::view, ticker);
    }

    @Override
    public Abroad abroad() {
        return abroad;
    }

    /** What another site is told. */
    byte @Nullable [] told(String kind, String name, byte[] query) {
        CatalogView view = view();
        return view == null || !view.isKnown() ? null : NamesText.written(FarNames.told(view, kind, name, query));
    }

    @Override
    public @Nullable Catalog now() {
        return view();
    }

    private @Nullable CatalogView view() {
        RegistryPlane.Running now = running.get();
        if (now == null) {
            return null;
        }
        LateRegistry registry = now.works().registry();
        boolean known = registry.isKnown();
        State state = registry.state();
        CatalogView view = last;
        if (view == null || !view.isOf(state, now.home(), known)) {
            view = new CatalogView(state, now.home(), known, queries, book);
            last = view;
        }
        return view;
    }
}
