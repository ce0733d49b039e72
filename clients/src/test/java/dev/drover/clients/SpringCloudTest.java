package dev.drover.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.drover.testkit.Await;
import dev.drover.testkit.FreePort;
import dev.drover.testkit.process.Running;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two instances of an application with Spring Cloud Consul find each other, take settings from keys and agree on a leader. */
@Tag("long")
class SpringCloudTest {
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    @TempDir
    private Path folder;

    /** An instance that runs. */
    private record Instance(Running program, Asked asked) implements AutoCloseable {
        String port() {
            return Integer.toString(asked.port());
        }

        void awaitTold(String path, String what) {
            Await.until(
                    path + " to say " + what, PATIENCE, () -> asked.get(path).equals(what), program::said);
        }

        @Override
        public void close() {
            program.close();
        }
    }

    @ParameterizedTest(name = "by {0}")
    @EnumSource
    void registersDiscoversTakesSettingsAndElects(Side side) throws IOException, InterruptedException {
        try (Side.Server server = side.start(folder.resolve("server"))) {
            server.asked().put("/v1/kv/config/orders/greeting", "hello");
            try (Instance one = start(server.port(), "orders-1");
                    Instance two = start(
                            server.port(),
                            "orders-2",
                            "heartbeat.enabled=true",
                            "heartbeat.ttl=5s",
                            "heartbeat.use-actuator-health=false")) {
                List<Instance> both = List.of(one, two);
                String ports = both.stream().map(Instance::port).sorted().collect(Collectors.joining(" "));
                both.forEach(instance -> instance.awaitTold("/instances", ports));
                assertEquals("[orders-1, orders-2]", registered(server), server.said());
                both.forEach(instance -> instance.awaitTold("/greeting", "hello"));
                server.asked().put("/v1/kv/config/orders/greeting", "good day");
                both.forEach(instance -> instance.awaitTold("/greeting", "good day"));
                hasOneLeaderThatIsFollowed(server, both);
            }
            Await.until(
                    "nobody to be left",
                    PATIENCE,
                    () -> registered(server).equals("[]"),
                    () -> server.said().get());
        }
    }

    /** It goes in an orderly way: what it registered goes at once, and so does its lock. */
    private static void hasOneLeaderThatIsFollowed(Side.Server server, List<Instance> both)
            throws IOException, InterruptedException {
        Await.until("one leader", PATIENCE, () -> leaders(both) == 1, () -> said(both));
        Instance leader = both.get(0).asked().get("/leader").equals("yes") ? both.get(0) : both.get(1);
        Instance other = leader == both.get(0) ? both.get(1) : both.get(0);
        leader.program().terminate();
        leader.program().awaitExit(PATIENCE);
        other.awaitTold("/leader", "yes");
        other.awaitTold("/instances", other.port());
        assertEquals(1, server.asked().json("/v1/agent/services").size(), () -> said(both));
        other.program().terminate();
        other.program().awaitExit(PATIENCE);
    }

    private static long leaders(List<Instance> all) throws IOException, InterruptedException {
        long count = 0;
        for (Instance instance : all) {
            count += instance.asked().get("/leader").equals("yes") ? 1 : 0;
        }
        return count;
    }

    private static String said(List<Instance> all) {
        return all.stream().map(i -> i.program().said()).collect(Collectors.joining("\n"));
    }

    private static String registered(Side.Server server) throws IOException, InterruptedException {
        return server.asked()
                .json("/v1/agent/services")
                .propertyStream()
                .map(service -> service.getKey())
                .sorted()
                .toList()
                .toString();
    }

    private static Instance start(int server, String id, String... discovery) {
        int port = FreePort.next();
        var settings = Stream.concat(
                Stream.of(
                        "server.address=127.0.0.1",
                        "server.port=" + port,
                        "spring.application.name=orders",
                        "spring.config.import=consul:",
                        "spring.cloud.consul.host=127.0.0.1",
                        "spring.cloud.consul.port=" + server,
                        "spring.cloud.consul.config.watch.delay=200"),
                Stream.concat(
                                Stream.of(
                                        "instance-id=" + id,
                                        "ip-address=127.0.0.1",
                                        "prefer-ip-address=true",
                                        "query-passing=true",
                                        "health-check-path=/healthz",
                                        "health-check-interval=1s"),
                                Stream.of(discovery))
                        .map(setting -> "spring.cloud.consul.discovery." + setting));
        Running program = Programs.java(
                        "spring",
                        "dev.drover.clients.Orders",
                        settings.map(setting -> "--" + setting).toList())
                .start();
        return new Instance(program, new Asked(port));
    }
}
