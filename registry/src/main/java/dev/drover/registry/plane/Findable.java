package dev.drover.registry.plane;

import dev.drover.plane.Discovery;
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

    Findable(Supplier<RegistryPlane.@Nullable Running> running) {
        this.running = running;
    }

    @Override
    public @Nullable Catalog now() {
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
