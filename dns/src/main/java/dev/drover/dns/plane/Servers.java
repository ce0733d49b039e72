package dev.drover.dns.plane;

import dev.drover.dns.answer.Answers;
import dev.drover.dns.serve.DnsServer;
import dev.drover.model.Listener;
import dev.drover.model.Model;
import dev.drover.model.Problem;
import dev.drover.plane.NotPrepared;
import dev.drover.wire.Loops;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The servers of the listeners, one each. A server stays as long as its address does, whatever becomes of its name. */
final class Servers {
    private final Loops loops;
    private final DnsServer.Staff staff;
    private Map<String, Open> open = new LinkedHashMap<>();
    private boolean closed;

    Servers(Loops loops, DnsServer.Staff staff) {
        this.loops = loops;
        this.staff = staff;
    }

    private record Open(Listener listener, DnsServer server) {}

    synchronized Change prepare(Model model, Answers answers) throws NotPrepared {
        var fresh = new HashMap<String, DnsServer>();
        var problems = new ArrayList<Problem>();
        for (Listener listener : model.dnsListeners()) {
            if (open.values().stream().noneMatch(o -> isSame(o.listener(), listener))) {
                try {
                    fresh.put(listener.name(), bind(listener, answers));
                } catch (IOException e) {
                    problems.add(taken(listener, e));
                }
            }
        }
        if (!problems.isEmpty()) {
            fresh.values().forEach(DnsServer::close);
            throw new NotPrepared(problems);
        }
        return new Change(model, fresh);
    }

    private DnsServer bind(Listener listener, Answers answers) throws IOException {
        return DnsServer.open(
                loops, listener.address().host(), listener.address().port(), answers, staff);
    }

    private static Problem taken(Listener listener, IOException e) {
        boolean privileged = listener.address().port() > 0 && listener.address().port() < 1024;
        return Problem.of(
                listener.where().at("address"),
                "listen." + listener.name() + ".address",
                listener.address() + " cannot be listened on: " + e.getMessage(),
                privileged
                        ? "end what listens there, or let Drover bind ports below 1024 (CAP_NET_BIND_SERVICE)"
                        : "end what listens there, or take another port");
    }

    private static boolean isSame(Listener one, Listener other) {
        boolean isFixed = one.address().port() != 0;
        return one.address().equals(other.address()) && (isFixed || one.name().equals(other.name()));
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
    }

    /** A model's listeners, bound and ready. */
    final class Change {
        private final Model model;
        private final Map<String, DnsServer> fresh;
        private List<Open> gone = List.of();

        private Change(Model model, Map<String, DnsServer> fresh) {
            this.model = model;
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
                    DnsServer made = fresh.get(listener.name());
                    next.put(listener.name(), new Open(listener, made != null ? made : kept(listener, before)));
                }
                before.removeIf(b -> next.values().stream().anyMatch(n -> n.server() == b.server()));
                gone = before;
                open = next;
            }
        }

        private static DnsServer kept(Listener listener, List<Open> before) {
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
            fresh.values().forEach(DnsServer::close);
        }
    }
}
