package dev.drover.registry.agent;

import dev.drover.registry.entry.CheckDefinition;
import dev.drover.registry.entry.CheckStatus;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;

/** A connection that is made and closed: passing if it can be made. */
final class TcpProbe {
    private TcpProbe() {}

    static Verdict run(CheckDefinition definition, Duration atMost) {
        String target = definition.tcp();
        int colon = target.lastIndexOf(':');
        try (var socket = new Socket()) {
            int port = Integer.parseInt(target.substring(colon + 1));
            String host = colon < 0 ? target : target.substring(0, colon).replaceAll("^\\[|]$", "");
            socket.connect(new InetSocketAddress(host, port), Math.clamp(atMost.toMillis(), 1, 3_600_000));
            return new Verdict(CheckStatus.PASSING, "TCP connect " + target + ": Success");
        } catch (IOException | IllegalArgumentException e) {
            return Verdict.critical("dial tcp " + target + ": " + e.getMessage());
        }
    }
}
