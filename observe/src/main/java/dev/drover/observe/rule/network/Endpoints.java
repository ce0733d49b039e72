package dev.drover.observe.rule.network;

import dev.drover.observe.counter.Change;
import dev.drover.observe.counter.Cursor;
import dev.drover.observe.counter.net.Connection;
import dev.drover.observe.counter.net.Listener;
import dev.drover.observe.counter.net.Route;
import dev.drover.observe.counter.net.Sockets;
import dev.drover.observe.counter.net.UdpSocket;
import dev.drover.observe.counter.net.UdpSockets;
import dev.drover.observe.counter.process.Proc;
import dev.drover.observe.counter.process.Processes;
import dev.drover.observe.rule.Who;
import dev.drover.observe.sample.Sample;
import dev.drover.observe.sample.Window;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Who stands behind a finding of the network: listeners, peers, the processes that hold their sockets. */
final class Endpoints {
    private static final int MOST = 3;
    /** A server that is short of CPU runs or waits for its turn most of the time: calibrated. */
    private static final double WANTING = 0.5;

    private static final List<String> CPU_RULES = List.of("cpu-run-queue", "scheduler-delay", "kernel-time", "steal");

    private Endpoints() {}

    /** The listeners whose accept queue was full in most samples. */
    static List<Who> full(Window window) {
        return listeners(
                window,
                one -> one.full() || (one.backlog() < 0 && one.queued() > 0),
                one -> one.backlog() < 0
                        ? one.queued() + " connections wait"
                        : one.queued() + " connections wait, its backlog is " + one.backlog());
    }

    /** The listeners with the most handshakes half done. */
    static List<Who> halfOpen(Window window) {
        return listeners(
                window,
                one -> one.halfOpen() > 0,
                one -> one.halfOpen() + " handshakes half done, from " + one.sources() + " addresses");
    }

    private static List<Who> listeners(Window window, Predicate<Listener> wanted, Function<Listener, String> words) {
        Map<String, Integer> times = new LinkedHashMap<>();
        Map<String, Listener> latest = new LinkedHashMap<>();
        for (Sample sample : window.samples()) {
            for (Listener one :
                    sample.get(Sockets.GROUP).map(Sockets::listeners).orElse(List.of())) {
                if (wanted.test(one)) {
                    times.merge(one.name(), 1, Integer::sum);
                    latest.merge(one.name(), one, (a, b) -> b.owner().isEmpty() ? b.ownedBy(a.owner()) : b);
                }
            }
        }
        return times.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .limit(MOST)
                .flatMap(e -> Optional.ofNullable(latest.get(e.getKey())).stream())
                .flatMap(one -> Stream.concat(
                        Stream.of(new Who(Who.Kind.LISTENER, one.name(), words.apply(one))),
                        process(one.owner(), "listens there")))
                .toList();
    }

    /** The peers to which most had to be sent again. */
    static List<Who> lossy(Window window) {
        Map<String, Long> again = new LinkedHashMap<>();
        window.change(Sockets.GROUP)
                .map(Endpoints::grown)
                .orElse(List.of())
                .forEach(g -> again.merge(g.after().peer(), g.retransmitted(), Long::sum));
        return largest(again, n -> n + " segments sent to it again");
    }

    /** The peers that do not answer attempts to connect. */
    static List<Who> silent(Window window) {
        Map<String, Long> waiting = new LinkedHashMap<>();
        for (Sample sample : window.samples()) {
            for (Route one : sample.get(Sockets.GROUP).map(Sockets::routes).orElse(List.of())) {
                waiting.merge(one.name(), one.connecting(), Long::max);
            }
        }
        return largest(waiting, n -> n + " attempts to connect wait for its answer");
    }

    /** The UDP sockets that lost most, with their processes. */
    static List<Who> overflowing(Window window) {
        return window.change(UdpSockets.GROUP)
                .map(change -> change.after().byInode().values().stream()
                        .map(now -> {
                            UdpSocket before = change.before().byInode().get(now.inode());
                            return Map.entry(now, now.drops() - (before == null ? 0 : before.drops()));
                        })
                        .filter(e -> e.getValue() > 0)
                        .sorted(Map.Entry.<UdpSocket, Long>comparingByValue().reversed())
                        .limit(MOST)
                        .flatMap(e -> Stream.concat(
                                Stream.of(new Who(
                                        Who.Kind.LISTENER,
                                        "UDP port " + e.getKey().port(),
                                        e.getValue() + " datagrams lost")),
                                process(e.getKey().owner(), "reads there")))
                        .toList())
                .orElse(List.of());
    }

    /** A connection over an interval. */
    record Grown(Connection before, Connection after) {
        long retransmitted() {
            return Math.max(0, after.retransmitted() - before.retransmitted());
        }

        /** Seconds in which there was something to send. */
        double busy() {
            return Math.max(0, after.busy() - before.busy()) / 1e6;
        }

        double peerLimited() {
            return Math.max(0, after.peerLimited() - before.peerLimited()) / 1e6;
        }

        double bufferLimited() {
            return Math.max(0, after.bufferLimited() - before.bufferLimited()) / 1e6;
        }

        double acknowledged() {
            return Math.max(0, after.acknowledged() - before.acknowledged());
        }
    }

    /** Those connections that are told of in both readings. */
    static List<Grown> grown(Change<Sockets> change) {
        var grown = new ArrayList<Grown>();
        change.after().connections().forEach((id, after) -> {
            Connection before = change.before().connections().get(id);
            if (before != null) {
                grown.add(new Grown(before, after));
            }
        });
        return grown;
    }

    private static List<Who> largest(Map<String, Long> sums, Function<Long, String> words) {
        return sums.entrySet().stream()
                .filter(e -> e.getValue() > 0)
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .limit(MOST)
                .map(e -> new Who(Who.Kind.PEER, e.getKey(), words.apply(e.getValue())))
                .toList();
    }

    /** Of an owner such as {@code nginx, pid 4711}; nobody if it is empty. */
    static Stream<Who> process(String owner, String does) {
        int comma = owner.lastIndexOf(", pid ");
        if (comma < 0) {
            return Stream.empty();
        }
        var number = new Cursor(owner.substring(comma + 6).getBytes(StandardCharsets.UTF_8));
        int pid = (int) Math.min(Integer.MAX_VALUE, number.number());
        return Stream.of(Who.process(owner.substring(0, comma), pid, does));
    }

    /**
     * The rules on CPUs, if these processes slept most of the time: whatever keeps them from their sockets, it is no want of CPU.
     *
     * <p>Empty if no process is known, or what it did is not.
     */
    static List<String> noWantOfCpu(Window window, List<Who> who) {
        Set<Integer> pids = who.stream().flatMap(one -> one.pids().stream()).collect(Collectors.toSet());
        List<Proc.Use> uses = window.change(Processes.GROUP).map(Processes::uses).orElse(List.of()).stream()
                .filter(use -> pids.contains(use.who().pid()))
                .toList();
        boolean slept = !uses.isEmpty()
                && uses.stream().allMatch(use -> use.cpus() + use.waited().orElse(1.0) < WANTING);
        return slept ? CPU_RULES : List.of();
    }

    /** The given ones, or the host with a hint. */
    static List<Who> orHost(List<Who> who, String hint) {
        return who.isEmpty() ? List.of(Who.host(hint)) : who;
    }
}
