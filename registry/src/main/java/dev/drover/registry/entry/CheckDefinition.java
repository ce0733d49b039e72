package dev.drover.registry.entry;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * How a check is made, and what follows from it. At most one of {@code http}, {@code tcp}, {@code grpc}, {@code args}, {@code ttl} and the
 * alias is there; a check of which none is there only says what it is told.
 *
 * @param grpc {@code HOST:PORT/SERVICE}; without a service the server as a whole is asked
 * @param args a program and its arguments
 * @param ttl it must be heard from at least this often, else it is critical
 * @param aliasNode with {@code aliasService}: it says what the checks of that node or service say
 * @param successBeforePassing how many successes in a row it takes
 * @param failuresBeforeCritical how many failures in a row it takes
 * @param deregisterCriticalServiceAfter after how long in critical its service is removed; zero: never
 * @param outputMaxSize bytes that are kept of what it prints; 0: the usual
 */
public record CheckDefinition(
        String http,
        String method,
        Map<String, List<String>> header,
        String body,
        boolean tlsSkipVerify,
        String tcp,
        String grpc,
        boolean grpcUseTls,
        List<String> args,
        Duration ttl,
        String aliasNode,
        String aliasService,
        Duration interval,
        Duration timeout,
        int successBeforePassing,
        int failuresBeforeCritical,
        Duration deregisterCriticalServiceAfter,
        int outputMaxSize) {
    private static final int MOST_OUTPUT = 4 << 10;

    /** A check that only says what it is told. */
    public static final CheckDefinition NONE = new CheckDefinition(
            "",
            "",
            Map.of(),
            "",
            false,
            "",
            "",
            false,
            List.of(),
            Duration.ZERO,
            "",
            "",
            Duration.ZERO,
            Duration.ZERO,
            0,
            0,
            Duration.ZERO,
            0);

    public CheckDefinition {
        header = Map.copyOf(header);
        args = List.copyOf(args);
    }

    public static CheckDefinition ttl(Duration ttl, Duration deregisterCriticalServiceAfter) {
        return new CheckDefinition(
                "",
                "",
                Map.of(),
                "",
                false,
                "",
                "",
                false,
                List.of(),
                ttl,
                "",
                "",
                Duration.ZERO,
                Duration.ZERO,
                0,
                0,
                deregisterCriticalServiceAfter,
                0);
    }

    /** How much is kept of what it prints. */
    public int keptOutput() {
        return outputMaxSize > 0 ? Math.min(outputMaxSize, MOST_OUTPUT) : MOST_OUTPUT;
    }
}
