package dev.drover.registry.agent;

import dev.drover.plane.GrpcHealth;
import dev.drover.plane.GrpcHealth.Question;
import dev.drover.plane.GrpcHealth.Said;
import dev.drover.plane.GrpcHealth.Security;
import dev.drover.registry.entry.CheckDefinition;
import dev.drover.registry.entry.CheckStatus;
import java.time.Duration;

/** The health question of gRPC: passing if the answer is that it serves. In the words of Consul. */
record GrpcProbe(GrpcHealth health) {
    Verdict run(CheckDefinition definition, Duration atMost) throws InterruptedException {
        String target = definition.grpc();
        int slash = target.indexOf('/');
        String server = slash < 0 ? target : target.substring(0, slash);
        String service = slash < 0 ? "" : target.substring(slash + 1);
        int colon = server.lastIndexOf(':');
        try {
            int port = Integer.parseInt(server.substring(colon + 1));
            String host = server.substring(0, Math.max(0, colon)).replaceAll("^\\[|]$", "");
            if (host.isEmpty() || port < 1 || port > 65_535) {
                return Verdict.critical("rpc error: code = Unavailable desc = no HOST:PORT: " + server);
            }
            return verdict(target, health.ask(new Question(host, port, service, security(definition)), atMost));
        } catch (NumberFormatException e) {
            return Verdict.critical("rpc error: code = Unavailable desc = no HOST:PORT: " + server);
        }
    }

    private static Security security(CheckDefinition definition) {
        if (!definition.grpcUseTls()) {
            return Security.PLAIN;
        }
        return definition.tlsSkipVerify() ? Security.TLS_UNVERIFIED : Security.TLS;
    }

    private static Verdict verdict(String target, Said said) {
        return switch (said) {
            case Said.Status(int number) ->
                number == GrpcHealth.SERVING
                        ? new Verdict(CheckStatus.PASSING, "gRPC check " + target + ": success")
                        : Verdict.critical("gRPC application didn't report service healthy");
            case Said.Failed(String code, String why) ->
                Verdict.critical("rpc error: code = " + code + " desc = " + why);
        };
    }
}
