package dev.drover.registry.plane;

import dev.drover.registry.sites.SiteLink;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Other sites, by the link that the registry of the moment has. */
final class ByLink implements FarNames.Others {
    private final Supplier<RegistryPlane.@Nullable Running> running;

    ByLink(Supplier<RegistryPlane.@Nullable Running> running) {
        this.running = running;
    }

    private Optional<SiteLink> link() {
        return Optional.ofNullable(running.get()).map(now -> now.works().sites());
    }

    private SiteLink demand() throws IOException {
        return link().orElseThrow(() -> new IOException("the registry does not run"));
    }

    @Override
    public Set<String> names() {
        return link().map(SiteLink::names).orElse(Set.of());
    }

    @Override
    public List<String> byDistance() {
        return link().map(SiteLink::sites).orElse(List.of());
    }

    @Override
    public byte[] ask(String site, String kind, String name, byte[] query, Duration patience)
            throws IOException, InterruptedException {
        return demand().names(site, kind, name, query, patience);
    }

    /** The site that keeps how far keys have got, where that is another one. */
    Optional<FarKeySteps.Keeper> keeper() {
        return Optional.ofNullable(running.get())
                .flatMap(now -> now.peers().otherKeeper())
                .map(site -> new FarKeySteps.Keeper(
                        site, (wish, patience) -> demand().common(site, FarKeySteps.WHAT, wish, patience)));
    }

    /** Tells a site of a challenge. */
    byte[] challenge(String site, byte[] wish, Duration patience) throws IOException, InterruptedException {
        return demand().common(site, FarChallenges.WHAT, wish, patience);
    }
}
