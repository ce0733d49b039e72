package dev.drover.registry.ensemble;

import dev.drover.plane.Ticker;
import dev.drover.registry.store.ZooKeeperRegistry;
import dev.drover.testkit.FreePort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Nodes {@code a}, {@code b}, ... of one site: 127.0.0.2, 127.0.0.3, ... or where else they are put. */
public record Site(Path folder, List<Place> places, Ports ports, String secret) {
    public static final Duration SOON = Duration.ofSeconds(60);
    static final String SECRET = "a secret of tests, long enough to be taken";

    /** On loopback. */
    public static Site of(Path folder, int members) {
        var places = IntStream.range(0, members)
                .mapToObj(i -> new Place(name(i), "127.0.0." + (2 + i)))
                .toList();
        return new Site(folder, places, new Ports(FreePort.next(), FreePort.next(), FreePort.next()), SECRET);
    }

    static String name(int position) {
        return Character.toString('a' + position);
    }

    Site first(int members) {
        return new Site(folder, places.subList(0, members), ports, secret);
    }

    Site with(String otherSecret) {
        return new Site(folder, places, ports, otherSecret);
    }

    EnsembleMember.Settings settings(String name) {
        return new EnsembleMember.Settings(folder.resolve(name), name, places, ports, SiteKey.of(secret));
    }

    EnsembleMember member(String name) throws IOException {
        return EnsembleMember.start(settings(name));
    }

    /** A node of this site while these are declared members, itself or not. */
    EnsembleMember node(String name, List<Place> members) throws IOException {
        var settings = new EnsembleMember.Settings(folder.resolve(name), name, members, ports, SiteKey.of(secret));
        return EnsembleMember.start(settings, place(name));
    }

    Place place(String name) {
        return places.stream().filter(p -> p.name().equals(name)).findFirst().orElseThrow();
    }

    /** A node that is no member. */
    public EnsembleClient client(String name) throws IOException {
        return EnsembleClient.start(settings(name));
    }

    /** The registry of a node that asks one member only. */
    ZooKeeperRegistry registryAt(String member, Duration patience) throws IOException {
        var settings = client("client-of-" + member).settings();
        return new ZooKeeperRegistry(
                new ZooKeeperRegistry.Settings(
                        place(member).at(ports.clients()),
                        settings.secret(),
                        settings.client(),
                        settings.session(),
                        patience,
                        settings.entries(),
                        settings.bytes()),
                Ticker.system());
    }

    /** What {@link MemberProgram} is told. */
    List<String> arguments(String name) throws IOException {
        Files.createDirectories(folder);
        var file = folder.resolve("secret");
        Files.writeString(file, secret + "\n");
        return List.of(
                folder.resolve(name).toString(),
                name,
                places.stream().map(p -> p.name() + "=" + p.address()).collect(Collectors.joining(",")),
                ports.clients() + "," + ports.members() + "," + ports.election(),
                file.toString());
    }
}
