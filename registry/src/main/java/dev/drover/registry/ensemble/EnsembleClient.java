package dev.drover.registry.ensemble;

import dev.drover.registry.store.Coordinator;
import dev.drover.registry.store.ZooKeeperRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;

/** How a node of the site that is no member itself reaches the ensemble. Nothing runs here. */
public final class EnsembleClient implements Coordinator {
    private final EnsembleMember.Settings settings;
    private final ClientCredentials credentials;

    private EnsembleClient(EnsembleMember.Settings settings, ClientCredentials credentials) {
        this.settings = settings;
        this.credentials = credentials;
    }

    /** Makes what it needs in the folder. */
    public static EnsembleClient start(EnsembleMember.Settings settings) throws IOException {
        Files.createDirectories(settings.folder());
        var identity = Authority.of(settings.key()).issue(List.of());
        return new EnsembleClient(settings, ClientCredentials.write(identity, settings.folder()));
    }

    @Override
    public ZooKeeperRegistry.Settings settings() {
        return ZooKeeperRegistry.Settings.of(settings.connect(), settings.key().password())
                .withClient(credentials.properties());
    }

    /** Who belongs to the ensemble, asked from here. */
    public Ensemble ensemble() {
        return new Ensemble(settings.connect(), credentials.properties());
    }

    @Override
    public Optional<String> trouble() {
        return Optional.empty();
    }

    @Override
    public void close() {
        // Nothing runs.
    }
}
