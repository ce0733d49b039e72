package dev.drover.registry.consul;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.drover.model.Registry.Scripts;
import dev.drover.model.Where;
import dev.drover.testkit.FreePort;
import dev.drover.testkit.peer.Consul;
import dev.drover.testkit.peer.GrpcServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks by gRPC and by program: Consul 1.8.7 and Drover make the same of them, word for word. */
class MadeDifferentialTest {
    @TempDir
    private Path folder;

    @Test
    void makesChecksAsConsulDoes() throws IOException, InterruptedException {
        assumeTrue(Consul.isFetched(), "Consul 1.8.7 is not in target/peers: .build/peers.sh fetches it");
        var differences = Differences.read("made-differences.txt");
        List<String> unmeant;
        try (var grpc = GrpcServer.start();
                var mute = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                var consul = Consul.startWithScripts(folder);
                var drover = Fixture.start();
                var client = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .build()) {
            grpc.serving("shop.Orders", true);
            grpc.serving("shop.Parcels", false);
            var user = "root".equals(System.getProperty("user.name")) ? Optional.of("root") : Optional.<String>empty();
            drover.agent().allow(Optional.of(new Scripts(Where.nowhere(), user)));
            drover.agent().start();
            var sides = new Sides(client, consul.port(), drover.port(), differences);
            sides.know("serving", String.valueOf(grpc.port()));
            sides.know("mute", String.valueOf(mute.getLocalPort()));
            sides.know("nobody", String.valueOf(FreePort.next()));
            unmeant = sides.compare(
                    "made-calls.txt", Script.read("made-calls.txt").steps());
        }
        assertTrue(unmeant.isEmpty(), () -> unmeant.size() + " differences:\n" + String.join("\n", unmeant));
        assertTrue(differences.idle().isEmpty(), () -> "no longer needed: " + String.join("\n", differences.idle()));
    }
}
