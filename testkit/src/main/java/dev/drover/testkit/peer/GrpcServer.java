package dev.drover.testkit.peer;

import dev.drover.testkit.TestCertificate;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.util.concurrent.TimeUnit;

/** A server of gRPC's own making that tells how it is: {@code grpc-java} on loopback. */
public final class GrpcServer implements AutoCloseable {
    private final HealthStatusManager health = new HealthStatusManager();
    private final Server server;
    private volatile boolean silent;

    private GrpcServer(NettyServerBuilder builder) throws IOException {
        server = builder.addService(health.getHealthService())
                .intercept(new Silence())
                .build()
                .start();
    }

    /** One without TLS; as a whole it is serving. */
    public static GrpcServer start() throws IOException {
        return new GrpcServer(builder());
    }

    public static GrpcServer start(TestCertificate certificate) throws IOException, GeneralSecurityException {
        return new GrpcServer(builder()
                .useTransportSecurity(
                        certificate.authority().toFile(), certificate.key().toFile()));
    }

    private static NettyServerBuilder builder() {
        return NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    /** Answers calls never, from now on. */
    private final class Silence implements ServerInterceptor {
        @Override
        public <Q, A> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
            return silent ? new ServerCall.Listener<>() {} : next.startCall(call, headers);
        }
    }

    public int port() {
        return server.getPort();
    }

    /** Empty means the server as a whole. */
    public void serving(String service, boolean serving) {
        health.setStatus(service, serving ? ServingStatus.SERVING : ServingStatus.NOT_SERVING);
    }

    public void silence() {
        silent = true;
    }

    @Override
    public void close() {
        server.shutdownNow();
        try {
            server.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
