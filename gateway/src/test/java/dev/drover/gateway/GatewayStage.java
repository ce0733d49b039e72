package dev.drover.gateway;

import dev.drover.testkit.http.Origin;
import dev.drover.testkit.http.Reply;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A running gateway before two origins. */
@Timeout(60)
abstract class GatewayStage {
    static final Duration SOON = Duration.ofSeconds(10);

    @TempDir
    Path data;

    RunningGateway gateway;
    Origin one;
    Origin two;

    @BeforeEach
    void start() {
        one = new Origin("one");
        two = new Origin("two");
        gateway = new RunningGateway(data);
    }

    @AfterEach
    void stop() {
        gateway.close();
        one.close();
        two.close();
    }

    String service(String name, String more, Origin... origins) {
        String addresses = String.join(
                ", ",
                List.of(origins).stream().map(o -> "127.0.0.1:" + o.port()).toList());
        return "  " + name + ": {instances: {addresses: [" + addresses + "]}" + more + "}\n";
    }

    String twoInstances(String more) {
        return "services:\n" + service("catalog", more, one, two)
                + "routes:\n  - {name: all, match: {path: /**}, to: catalog}\n";
    }

    CompletableFuture<Reply> asked(String target) {
        var answer = new CompletableFuture<Reply>();
        Thread.startVirtualThread(() -> {
            try {
                answer.complete(gateway.ask("GET", target));
            } catch (IOException e) {
                answer.completeExceptionally(e);
            }
        });
        return answer;
    }
}
