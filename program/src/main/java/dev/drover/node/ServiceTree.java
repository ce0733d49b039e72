package dev.drover.node;

import dev.drover.board.Instance;
import dev.drover.board.InstanceId;
import dev.drover.board.ServiceState;
import dev.drover.observe.capture.Content;
import dev.drover.observe.capture.Tree;
import dev.drover.plane.Ticker;
import dev.drover.plane.Timings;
import java.net.InetAddress;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/** The tree of this machine, and in it what the node knows of the services that it serves: whose processes they are. */
final class ServiceTree implements Tree {
    /** To look who listens is dear. */
    private static final long LOOKED_FOR_NANOS = 15_000_000_000L;

    private final Tree host;
    private final Assembly assembly;
    private final Predicate<InetAddress> own;
    private final Ticker ticker;
    private final Map<String, String> listening = new HashMap<>();
    private Map<InstanceId, Long> known = Map.of();
    private String services = "";
    private long looked;
    private boolean never = true;

    ServiceTree(Tree host, Assembly assembly, Ticker ticker) {
        this.host = host;
        this.assembly = assembly;
        this.own = new Machine(ticker);
        this.ticker = ticker;
    }

    @Override
    public void nextRound(Instant at, long nanos) {
        host.nextRound(at, nanos);
    }

    @Override
    public Content read(String path) {
        return switch (path) {
            case "/drover/services" -> Content.Text.of(services());
            case "/drover/requests" -> Content.Text.of(requests());
            default -> host.read(path);
        };
    }

    private String services() {
        Map<InstanceId, Long> pids = assembly.processes().pids();
        if (never || !pids.equals(known) || ticker.nanos() - looked > LOOKED_FOR_NANOS) {
            never = false;
            looked = ticker.nanos();
            known = pids;
            services = look(pids);
        }
        return services;
    }

    private String look(Map<InstanceId, Long> pids) {
        var text = new StringBuilder();
        listening.clear();
        for (ServiceState service : assembly.board().now().services().values()) {
            for (Instance instance : service.instances()) {
                Long pid = pids.get(instance.id());
                int port = instance.address().getPort();
                String process = pid == null ? listener(instance) : Long.toString(pid);
                if (!process.isEmpty()) {
                    text.append(process).append(' ').append(port).append(' ');
                    text.append(instance.id().service()).append(' ');
                    text.append(instance.id().instance()).append('\n');
                }
            }
        }
        return text.toString();
    }

    /** The process that listens where an instance of this machine is; empty if it is elsewhere or not known. */
    private String listener(Instance instance) {
        InetAddress address = instance.address().getAddress();
        if (address == null || !(address.isLoopbackAddress() || own.test(address))) {
            return "";
        }
        if (listening.isEmpty() && host.read("/drover/tcp") instanceof Content.Text sockets) {
            for (String line : sockets.toString().split("\n", -1)) {
                String[] words = line.split(" ", -1);
                if (words.length > 5 && words[0].equals("listen")) {
                    listening.put(words[2], words[5]);
                }
            }
        }
        String inode = listening.get(Integer.toString(instance.address().getPort()));
        return inode != null && host.read("/drover/socket/" + inode) instanceof Content.Text owner
                ? owner.toString().split(" ", 2)[0]
                : "";
    }

    private String requests() {
        var text = new StringBuilder();
        for (Timings.OfService one : assembly.timings().timings()) {
            text.append(one.service()).append(' ').append(one.requests());
            one.nanos()
                    .forEach((state, nanos) ->
                            text.append(' ').append(state).append('=').append(nanos));
            text.append('\n');
        }
        return text.toString();
    }

    @Override
    public void close() {
        host.close();
    }
}
