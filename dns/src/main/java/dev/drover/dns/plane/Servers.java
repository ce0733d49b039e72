package dev.drover.dns.plane;

import dev.drover.dns.answer.Answers;
import dev.drover.dns.serve.DnsServer;
import dev.drover.dns.serve.Door;
import dev.drover.dns.serve.HttpsServer;
import dev.drover.dns.serve.SecureDoor;
import dev.drover.dns.serve.TlsServer;
import dev.drover.model.Listener;
import dev.drover.model.Model;
import dev.drover.model.Problem;
import dev.drover.plane.NotPrepared;
import dev.drover.wire.Loops;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The servers of the listeners, one each. A server stays as long as its address does, whatever becomes of its name. */
final class Servers {
    private final Loops loops;
    private final DnsServer.Staff staff;
    private final InstantSource clock;
    private Certificates keys = Certificates.NONE;
    private Map<String, Open> open = new LinkedHashMap<>();
    private boolean closed;

    Servers(Loops loops, InstantSource clock, DnsServer.Staff staff) {
        this.loops = loops;
        this.clock = clock;
        this.staff = staff;
    }

    private record Open(Listener listener, Door server) {}

    synchronized Change prepare(Model model, Answers answers) throws NotPrepared {
        Certificates loaded = Certificates.load(model, clock);
        var fresh = new HashMap<String, Door>();
        var problems = new ArrayList<Problem>();
        for (Listener listener : model.dnsListeners()) {
            if (open.values().stream().noneMatch(o -> isSame(o.listener(), listener))) {
                try {
                    fresh.put(listener.name(), bind(listener, answers, loaded));
                } catch (IOException e) {
                    problems.add(taken(listener, e));
                }
            }
        }
        if (!problems.isEmpty()) {
            fresh.values().forEach(Door::close);
            loaded.close();
            throw new NotPrepared(problems);
        }
        return new Change(model, loaded, fresh);
    }

    private Door bind(Listener listener, Answers answers, Certificates loaded) throws IOException {
        String host = listener.address().host();
        int port = listener.address().port();
        return switch (listener.protocol()) {
            case DNS -> DnsServer.open(loops, host, port, answers, staff);
            case DNS_TLS -> TlsServer.open(loops, host, port, answers, staff, loaded.of(listener));
            case DNS_HTTPS -> HttpsServer.open(loops, host, port, answers, staff, loaded.of(listener));
            case HTTP, HTTPS -> throw new IllegalArgumentException(listener.name() + " does not answer names");
        };
    }

    private static Problem taken(Listener listener, IOException e) {
        String why = String.valueOf(e.getMessage());
        return Problem.of(
                listener.where().at("address"),
                "listen." + listener.name() + ".address",
                listener.address() + " cannot be listened on: " + why,
                why.contains("does not have")
                        ? "write an address of this machine, or \"*:"
                                + listener.address().port() + "\" for all of them"
                        : why.contains("CAP_NET_BIND_SERVICE")
                                ? "let Drover bind them (AmbientCapabilities=CAP_NET_BIND_SERVICE), or take another port"
                                : "end what listens there, or take another port");
    }

    private static boolean isSame(Listener one, Listener other) {
        boolean isFixed = one.address().port() != 0;
        return one.protocol() == other.protocol()
                && one.address().equals(other.address())
                && (isFixed || one.name().equals(other.name()));
    }

    synchronized void serve(Answers answers) {
        open.values().forEach(o -> o.server().serve(answers));
    }

    synchronized int port(String listener) {
        Open found = open.get(listener);
        if (found == null) {
            throw new IllegalArgumentException("no listener is named " + listener);
        }
        return found.server().port();
    }

    synchronized void close() {
        closed = true;
        open.values().forEach(o -> o.server().close());
        open.clear();
        keys.close();
        keys = Certificates.NONE;
    }

    /** A model's listeners, bound and ready. */
    final class Change {
        private final Model model;
        private final Certificates loaded;
        private final Map<String, Door> fresh;
        private List<Open> gone = List.of();

        private Change(Model model, Certificates loaded, Map<String, Door> fresh) {
            this.model = model;
            this.loaded = loaded;
            this.fresh = fresh;
        }

        void activate() {
            synchronized (Servers.this) {
                if (closed) {
                    discard();
                    return;
                }
                var before = new ArrayList<>(open.values());
                var next = new LinkedHashMap<String, Open>();
                for (Listener listener : model.dnsListeners()) {
                    Door made = fresh.get(listener.name());
                    Door door = made != null ? made : kept(listener, before);
                    if (door instanceof SecureDoor secure) {
                        secure.use(loaded.of(listener));
                    }
                    next.put(listener.name(), new Open(listener, door));
                }
                before.removeIf(b -> next.values().stream().anyMatch(n -> n.server() == b.server()));
                gone = before;
                open = next;
                keys.close();
                keys = loaded;
            }
        }

        private static Door kept(Listener listener, List<Open> before) {
            return before.stream()
                    .filter(b -> isSame(b.listener(), listener))
                    .findFirst()
                    .orElseThrow()
                    .server();
        }

        void settle() {
            gone.forEach(o -> o.server().close());
        }

        void discard() {
            fresh.values().forEach(Door::close);
            loaded.close();
        }
    }
}
