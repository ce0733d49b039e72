package dev.drover.node;

import dev.drover.board.Board;
import dev.drover.plane.Conductor;
import dev.drover.plane.KeepAlive;
import dev.drover.plane.Members;
import dev.drover.plane.NameTraffic;
import dev.drover.plane.NodeLife;
import dev.drover.plane.Probes;
import dev.drover.plane.Processes;
import dev.drover.plane.Registrations;
import dev.drover.plane.SharedModels;
import dev.drover.plane.Tail;
import dev.drover.plane.Ticker;
import dev.drover.plane.Timings;
import dev.drover.plane.Traffic;
import dev.drover.plane.control.Challenge;
import dev.drover.plane.control.Missteer;
import dev.drover.plane.control.NameQuery;
import dev.drover.plane.control.Naming;
import dev.drover.plane.control.Refused;
import dev.drover.plane.control.RouteQuery;
import dev.drover.plane.control.Routing;
import dev.drover.plane.control.TopList;
import dev.drover.plane.control.ZoneKeys;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.net.InetSocketAddress;
import java.util.List;

/** The planes of one node with their ports joined: what the node leads and asks. Made by the program. */
public interface Assembly extends AutoCloseable {
    Board board();

    Conductor conductor();

    Traffic traffic();

    KeepAlive keepAlive();

    Probes probes();

    Processes processes();

    Tail tail();

    Timings timings();

    Registrations registrations();

    NameTraffic names();

    SharedModels models();

    Members members();

    /** Where metrics are registered. */
    PrometheusRegistry registry();

    /** The admin API listens here now: no instance may be it. */
    void adminAt(InetSocketAddress address);

    /** From now on planes may ask this of the node. */
    void belongsTo(NodeLife node);

    /** All metrics in the Prometheus text format. */
    String metrics();

    /** What a question to the names is answered now, and why. */
    Naming name(NameQuery query) throws Refused;

    /** The keys of the zones that are signed here. */
    List<ZoneKeys> zoneKeys();

    /** The zone above vouches for the next key of a zone, as somebody says. */
    ZoneKeys.Done keySeen(ZoneKeys.Seen seen, String by) throws Refused;

    /** What the names were asked most lately. */
    TopList topNames(TopList.By by, int most);

    /** Requests that should have arrived at another site. */
    Missteer missteer() throws Refused;

    /** What certification authorities find in the names. */
    List<Challenge> challenges();

    Challenge.Done challenge(Challenge.Wish wish, String by) throws Refused;

    /** Who would serve a request now. */
    Routing route(RouteQuery query) throws Refused;

    /** Frees what the planes share; the conductor is closed before. */
    @Override
    void close();

    /** Makes one. */
    interface Maker {
        /**
         * Starts what the planes share; nothing is served yet.
         *
         * @param secret of the cluster: what nodes sign for each other, such as sticky cookies
         */
        Assembly make(Settings settings, byte[] secret, Ticker ticker);
    }
}
