package dev.drover.plane;

import java.time.Duration;

/**
 * Port: the health question of gRPC. Offered by whoever speaks HTTP/2, asked for by the registry.
 *
 * @see <a href="https://github.com/grpc/grpc/blob/master/doc/health-checking.md">gRPC: health checking protocol</a>
 */
public interface GrpcHealth {
    /** The status of a service that is well; {@code grpc.health.v1.HealthCheckResponse.ServingStatus}. */
    int SERVING = 1;

    /** Asks and waits for the answer, at most so long. */
    Said ask(Question question, Duration atMost) throws InterruptedException;

    /**
     * What is asked, and whom.
     *
     * @param host name or address
     * @param service what the server calls it; empty asks for the server as a whole
     */
    record Question(String host, int port, String service, Security security) {}

    /** How the connection is secured. */
    enum Security {
        PLAIN,
        /** By TLS, with a certificate that this machine trusts for the host. */
        TLS,
        /** By TLS, whatever the certificate. */
        TLS_UNVERIFIED
    }

    /** What came of it. */
    sealed interface Said {
        /** The server answered. */
        record Status(int number) implements Said {}

        /** There is no answer. {@code code} is one of gRPC's, in Go's spelling: {@code Unavailable}. */
        record Failed(String code, String why) implements Said {}
    }
}
