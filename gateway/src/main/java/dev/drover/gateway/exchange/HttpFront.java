package dev.drover.gateway.exchange;

import dev.drover.gateway.guard.Guards;
import dev.drover.gateway.guard.OpenFiles;
import dev.drover.gateway.stage.Front;
import dev.drover.gateway.stage.Lane;
import dev.drover.gateway.stage.Upstream;
import dev.drover.model.Certificate;
import dev.drover.model.Listener;
import dev.drover.model.Problem;
import dev.drover.model.Service;
import dev.drover.model.Where;
import dev.drover.plane.NotPrepared;
import dev.drover.plane.Ticker;
import dev.drover.wire.Loop;
import dev.drover.wire.Loops;
import dev.drover.wire.tls.BadKey;
import dev.drover.wire.tls.ClientTls;
import dev.drover.wire.tls.KeyFiles;
import dev.drover.wire.tls.ServerKeys;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The front over HTTP/1.1, with and without TLS: one {@link Exchange} per event loop, and the doors they share. */
public final class HttpFront implements Front {
    private static final System.Logger LOG = System.getLogger(HttpFront.class.getName());

    private final Loops loops;
    private final Ticker ticker;
    private final ClientTls tls = new ClientTls();
    private final List<Exchange> exchanges = new ArrayList<>();
    private final List<SharedDoor> doors = new CopyOnWriteArrayList<>();
    private final Descriptors descriptors;

    /** Uses the loops, which stay the caller's to close. */
    public HttpFront(Loops loops, Guards guards, Ticker ticker) {
        this.loops = loops;
        this.ticker = ticker;
        this.descriptors =
                new Descriptors(Descriptors::open, OpenFiles.limit(), guards.descriptorReserve(), ticker, this::pause);
        for (Loop loop : loops.all()) {
            exchanges.add(new Exchange(loop, guards, ticker, tls));
        }
    }

    @Override
    public Upstream.Maker upstreams(int loop) {
        return exchanges.get(loop);
    }

    @Override
    public void start(List<Lane> lanes) {
        for (int i = 0; i < exchanges.size(); i++) {
            exchanges.get(i).lane(lanes.get(i));
        }
        descriptors.start();
    }

    @Override
    public Keys load(Collection<Certificate> certificates) throws NotPrepared {
        var files = new ArrayList<KeyFiles>();
        for (Certificate certificate : certificates) {
            switch (certificate.source()) {
                case Certificate.Source.Files from ->
                    files.add(new KeyFiles(certificate.name(), certificate.names(), from.chain(), from.key()));
            }
        }
        try {
            return new LoadedKeys(ServerKeys.load(
                    files, List.of("http/1.1"), ticker, said -> LOG.log(System.Logger.Level.WARNING, said)));
        } catch (ServerKeys.BadKeys e) {
            throw new NotPrepared(certificates.stream()
                    .filter(c -> e.problems().containsKey(c.name()))
                    .map(c -> problem(c, e.problems().getOrDefault(c.name(), "")))
                    .toList());
        }
    }

    @Override
    public void trust(Collection<Service> services) throws NotPrepared {
        var problems = new ArrayList<Problem>();
        for (Service service : services) {
            try {
                if (service.tls().isPresent()) {
                    tls.context(service.tls().get());
                }
            } catch (BadKey e) {
                Where where = service.where().at("tls");
                problems.add(Problem.of(where, "services." + service.name() + ".tls", e.getMessage()));
            }
        }
        if (!problems.isEmpty()) {
            throw new NotPrepared(problems);
        }
    }

    private static Problem problem(Certificate certificate, String what) {
        Where where = certificate.where().at("source").at("files");
        return Problem.of(where, "certificates." + certificate.name(), what);
    }

    /** {@link Keys} as the front's own doors know them. */
    record LoadedKeys(ServerKeys keys) implements Keys {
        @Override
        public void close() {
            keys.close();
        }
    }

    @Override
    public Door bind(Listener listener) throws NotPrepared {
        SharedDoor door = SharedDoor.bind(loops, exchanges, listener, doors::remove);
        doors.add(door);
        return door;
    }

    /** Lets who wants to connect wait, or goes on accepting. */
    void pause(boolean wait) {
        doors.forEach(d -> d.pause(wait));
    }

    @Override
    public void drain() {
        exchanges.forEach(e -> e.loop().execute(e::drain));
    }

    @Override
    public int connections() {
        return exchanges.stream().mapToInt(Exchange::connections).sum();
    }

    @Override
    public void close() {
        descriptors.close();
        exchanges.forEach(e -> e.loop().execute(e::abort));
    }
}
