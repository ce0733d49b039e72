package dev.drover.registry.plane;

import dev.drover.model.Model;
import dev.drover.model.Problem;
import dev.drover.model.Registry;
import dev.drover.plane.Members;
import dev.drover.plane.NotPrepared;
import dev.drover.registry.access.Tokens;
import dev.drover.registry.consul.ConsulServer;
import dev.drover.registry.consul.Door;
import dev.drover.registry.consul.Home;
import dev.drover.registry.ensemble.Coordinators;
import dev.drover.registry.ensemble.SiteKey;
import dev.drover.registry.replica.Replica;
import dev.drover.registry.sites.Peers;
import dev.drover.registry.store.Coordinator;
import dev.drover.registry.store.ZooKeeperRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/** Opens what the registry of a model needs: the store, Consul's API, the listener for other sites. What cannot be opened is a problem. */
final class Opening {
    private final RegistryLoans loans;
    private final Members members;

    Opening(RegistryLoans loans, Members members) {
        this.loans = loans;
        this.members = members;
    }

    /** Every answer and every entry tells of it; it changes with the process. */
    Home same(Home known, Model model) throws NotPrepared {
        Home wanted = Homes.of(model, loans);
        if (wanted.equals(known)) {
            return wanted;
        }
        String path = "nodes." + loans.node();
        throw new NotPrepared(List.of(Problem.of(
                model.where().at("nodes").at(loans.node()),
                path,
                "this node is known in the registry as " + at(known) + ", and would be " + at(wanted)
                        + ": that changes with a restart alone",
                "drover stop, then drover up --apply FILE")));
    }

    private static String at(Home home) {
        return home.node().address() + " at the site " + home.datacenter();
    }

    /**
     * Opens the store. When the node starts the front door must not wait for this, and never for other machines; what is applied to a node that runs is
     * done or refused.
     *
     * @param starting whether the node does
     */
    Works store(Home home, Coordinators coordinators, Optional<SiteKey> key, Registry settings, boolean starting)
            throws NotPrepared {
        var registry = new LateRegistry(coordinators, this::open, loans.ticker());
        try {
            var joins = new Works.Joins(
                    loans.board(),
                    loans.reports(),
                    loans.vantages(),
                    key,
                    loans.ticker(),
                    loans.random(),
                    loans.means());
            var patience = coordinators.alone() ? Works.Patience.of(starting) : Works.Patience.LATER;
            return Works.start(registry, home, joins, patience, !coordinators.alone());
        } catch (IOException e) {
            throw unusable(settings, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unusable(settings, new IOException("interrupted"));
        }
    }

    private LateRegistry.Store open(Coordinators coordinators, Replica replica)
            throws IOException, InterruptedException {
        Coordinator coordinator = coordinators.start();
        var registry = new ZooKeeperRegistry(coordinator.settings(), loans.ticker(), replica);
        return new LateRegistry.Store(registry, registry.presenceOf(loans.node(), loans.version()), coordinator);
    }

    private NotPrepared unusable(Registry settings, IOException e) {
        String[] words = Trouble.words(e).split("\n  fix: ", 2);
        String fix = words.length > 1
                ? words[1]
                : "mend the folder, or take the registry out of the file; a folder that is moved away is begun anew, empty";
        return new NotPrepared(List.of(Problem.of(
                settings.where(),
                "registry",
                "the registry cannot use its folder " + loans.folder() + ": " + words[0],
                fix)));
    }

    /** Listens for other sites, where there are some; whether that was begun now. */
    static boolean forSites(Works works, Peers peers, Registry settings) throws NotPrepared {
        try {
            return works.sites().open(peers);
        } catch (IOException e) {
            throw new NotPrepared(List.of(Problem.of(
                    settings.where().at("ports"),
                    "registry.ports.sites",
                    peers.address().orElse("") + " port " + peers.port() + " cannot be listened on: " + e.getMessage(),
                    "end what listens there, or take another port, the same on all nodes: ports: {sites: 3284}")));
        }
    }

    /** Opens Consul's API. */
    ConsulServer api(Tokens tokens, Home home, Works works, Registry settings) throws NotPrepared {
        var door = new Door(address(settings), tokens);
        try {
            return ConsulServer.start(
                    door,
                    home,
                    works.registry(),
                    works.agent(),
                    works.sites(),
                    loans.life(),
                    new Standing(works.registry(), home, members, loans.ticker()),
                    loans.ticker(),
                    loans.random());
        } catch (IOException e) {
            throw new NotPrepared(
                    List.of(
                            Problem.of(
                                    settings.where().at("listen"),
                                    "registry.listen",
                                    settings.listen() + " cannot be listened on: " + e.getMessage(),
                                    "end what listens there (an agent of Consul?), or take another: registry: {listen: \"127.0.0.1:8501\"}")));
        }
    }

    static InetSocketAddress address(Registry settings) {
        InetAddress host = settings.listen().isAny()
                ? new InetSocketAddress(0).getAddress()
                : InetAddress.ofLiteral(settings.listen().host());
        return new InetSocketAddress(host, settings.listen().port());
    }
}
