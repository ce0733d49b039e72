package dev.drover.registry.ensemble;

import dev.drover.registry.Unavailable;
import dev.drover.registry.store.ZooKeeperRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;

/** How a node of the site that can be no member, since it has no address in the file, reaches the ensemble. Nothing runs here. */
public final class EnsembleClient implements Belonging {
    private final ClientCredentials credentials;
    private final Lookout lookout;
    private final Known known = new Known();
    private volatile EnsembleMember.Settings settings;

    private EnsembleClient(EnsembleMember.Settings settings, Identity identity, ClientCredentials credentials) {
        this.settings = settings;
        this.credentials = credentials;
        lookout = new Lookout(identity);
    }

    /** Makes what it needs in the folder. */
    public static EnsembleClient start(EnsembleMember.Settings settings) throws IOException {
        Files.createDirectories(settings.folder());
        var identity = Authority.of(settings.key()).issue(List.of());
        return new EnsembleClient(settings, identity, ClientCredentials.write(identity, settings.folder()));
    }

    @Override
    public ZooKeeperRegistry.Settings settings() {
        return ZooKeeperRegistry.Settings.of(connect(), settings.key().password())
                .withClient(credentials.properties());
    }

    @Override
    public String connect() {
        return settings.connect();
    }

    @Override
    public void want(List<Place> members) {
        settings = settings.with(members);
    }

    /** Who belongs to the ensemble, asked from here. */
    public Ensemble ensemble() {
        return new Ensemble(connect(), credentials.properties());
    }

    @Override
    public Census look() throws InterruptedException {
        return known.look(lookout, settings, ensemble());
    }

    @Override
    public boolean leave(String address) throws Unavailable, InterruptedException {
        return ensemble().leave(address);
    }

    @Override
    public void join() throws IOException {
        throw new IOException("this node has no address in the file, at which the other members could reach it");
    }

    @Override
    public boolean hasLeft() {
        return false;
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
