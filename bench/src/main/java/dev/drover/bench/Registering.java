package dev.drover.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What is written into a registry: services of so many instances each, an instance with two tags, an address, metadata and a check, spread
 * over a hundred nodes; and services of the node that is asked.
 */
final class Registering {
    private static final int NODES = 100;
    private static final int CLIENTS = 32;

    private final int services;

    /** @param services how many names there are */
    Registering(int services) {
        this.services = services;
    }

    /** A write that waits to be made, by its number. */
    interface Write {
        void by(Wire wire, int number) throws IOException;
    }

    /** What came of a burst of writes: writes per second, and below how many milliseconds 99 % of them stayed. */
    record Burst(double rate, double p99) {}

    /** Many clients, each of which makes the next write as soon as its last is done. */
    static Burst burst(Wire.Door door, int from, int count, Write write) throws IOException, InterruptedException {
        var millis = new double[count];
        var next = new AtomicInteger();
        var clients = new ArrayList<Callable<Void>>();
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(() -> {
                try (var wire = new Wire(door)) {
                    for (int mine = next.getAndIncrement(); mine < count; mine = next.getAndIncrement()) {
                        long start = System.nanoTime();
                        write.by(wire, from + mine);
                        millis[mine] = (System.nanoTime() - start) / 1e6;
                    }
                    return null;
                }
            });
        }
        long start = System.nanoTime();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            join(threads.invokeAll(clients));
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        Arrays.sort(millis);
        return new Burst(count / seconds, Spread.percentile(millis, 99));
    }

    private static void join(List<Future<Void>> clients) throws IOException, InterruptedException {
        try {
            for (Future<Void> client : clients) {
                client.get();
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
        }
    }

    static String service(int number) {
        return "service-%05d".formatted(number);
    }

    static String agentService(int number) {
        return "agent-%05d".formatted(number);
    }

    /** Instance by instance: the first of every service, then the second of every service. Instances of one are on several nodes. */
    private static String node(String prefix, int service, int instance) {
        return prefix + "node-" + (service + 7 * instance) % NODES;
    }

    private static String atNode(String name) {
        return "{\"Node\": \"%s\", \"Address\": \"192.0.2.%s\", \"SkipNodeUpdate\": true, "
                .formatted(name, name.substring(name.lastIndexOf('-') + 1));
    }

    private static String check(String service, int instance, String status, String output) {
        return "\"Check\": {\"CheckID\": \"service:%s-%d\", \"Name\": \"Service '%s' check\", \"ServiceID\": \"%s-%d\", \"Status\": \"%s\", \"Output\": \"%s\"}"
                .formatted(service, instance, service, service, instance, status, output);
    }

    /** By the catalog, as tools do that register for others. */
    void catalog(Wire wire, int number) throws IOException {
        catalog(wire, "", number);
    }

    /** The same, elsewhere: for warming up. */
    void warm(Wire wire, int number) throws IOException {
        catalog(wire, "warm-", number);
    }

    private void catalog(Wire wire, String prefix, int number) throws IOException {
        int of = number % services;
        int instance = number / services;
        String name = prefix + service(of);
        wire.put(
                "/v1/catalog/register",
                atNode(node(prefix, of, instance))
                        + "\"Service\": {\"ID\": \"%s-%d\", \"Service\": \"%s\", \"Tags\": [\"primary\", \"v%d\"], \"Address\": \"10.%d.%d.%d\", \"Port\": %d, \"Meta\": {\"version\": \"1.%d\"}}, "
                                .formatted(
                                        name,
                                        instance,
                                        name,
                                        instance % 3,
                                        instance,
                                        of / 250,
                                        of % 250 + 1,
                                        8000 + instance,
                                        instance)
                        + check(name, instance, "passing", "HTTP GET: 200 OK")
                        + "}");
    }

    /** Takes what was registered to warm up out again, with its nodes. */
    void coolDown(Wire wire) throws IOException {
        for (int i = 0; i < NODES; i++) {
            wire.put("/v1/catalog/deregister", "{\"Node\": \"warm-node-" + i + "\"}");
        }
    }

    /** By the agent of the node that is asked, as programs register themselves, with a check that reports by itself. */
    static void agent(Wire wire, int number) throws IOException {
        wire.put(
                "/v1/agent/service/register",
                "{\"ID\": \"%s\", \"Name\": \"%s\", \"Tags\": [\"primary\"], \"Port\": %d, \"Check\": {\"TTL\": \"1h\", \"Status\": \"passing\"}}"
                        .formatted(agentService(number), agentService(number), 10_000 + number));
    }

    /** Says by the catalog how the first instance of a service is. */
    static void tellCatalog(Wire wire, int service, boolean well, String output) throws IOException {
        String name = service(service);
        wire.put(
                "/v1/catalog/register",
                atNode(node("", service, 0)) + check(name, 0, well ? "passing" : "critical", output) + "}");
    }

    /** The same by the agent: the program reports itself. */
    static void tellAgent(Wire wire, int service, boolean well, String output) throws IOException {
        wire.put(
                String.format(
                        Locale.ROOT,
                        "/v1/agent/check/%s/service:%s?note=%s",
                        well ? "pass" : "fail",
                        agentService(service),
                        output),
                "");
    }
}
