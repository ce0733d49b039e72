package dev.drover.registry.ensemble;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.testkit.FreePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class DoorstepTest {
    private static final String HOST = "127.0.0.1";

    private final Identity own = Authority.of(SiteKey.of(Site.SECRET)).issue(List.of(HOST));

    @Test
    void tellsForWhomItWaits() throws Exception {
        int port = FreePort.next();
        try (var _ = new Doorstep(own, HOST, port, "fra-1")) {
            assertEquals(new Answer.Waits("fra-1"), Doorstep.ask(own, HOST, port));
            assertEquals(new Answer.Waits("fra-1"), Doorstep.ask(own, HOST, port));
        }
        assertEquals(Answer.Silent.UNREACHED, Doorstep.ask(own, HOST, port));
    }

    @Test
    void knowsStrangers() throws Exception {
        int port = FreePort.next();
        var stranger = Authority.of(SiteKey.of("another secret, which is long enough, too"))
                .issue(List.of(HOST));
        try (var _ = new Doorstep(own, HOST, port, "fra-1")) {
            assertEquals(new Answer.Stranger(), Doorstep.ask(stranger, HOST, port));
        }
    }

    @Test
    void saysWhereItCannotListen() throws Exception {
        try (var other = new ServerSocket(0, 1, InetAddress.getByName(HOST))) {
            var failure = assertThrows(IOException.class, () -> new Doorstep(own, HOST, other.getLocalPort(), "a"));
            assertTrue(
                    failure.getMessage().startsWith("cannot listen at 127.0.0.1:" + other.getLocalPort() + ": "),
                    failure::getMessage);
        }
    }
}
