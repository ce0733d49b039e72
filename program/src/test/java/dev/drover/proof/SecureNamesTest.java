package dev.drover.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.testkit.Await;
import dev.drover.testkit.FreePort;
import dev.drover.testkit.process.Finished;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names over TLS and HTTPS as declared, asked by kdig and by Drover itself. */
final class SecureNamesTest {
    @TempDir
    private static Path folder;

    private static DroverProcess drover;
    private static Pem first;
    private static int tls;
    private static int https;

    @BeforeAll
    static void start() {
        Needs.program("openssl");
        Needs.program("kdig");
        first = Pem.make(folder, "first", "names.test");
        tls = FreePort.next();
        https = FreePort.next();
        int plain = FreePort.next();
        drover = DroverProcess.withFile(folder.resolve("drover"), plain, """
                listen:
                  web: {protocol: http, address: "127.0.0.1:%d"}
                  names: {protocol: dns, address: "127.0.0.1:%d"}
                  private: {protocol: dns-tls, address: "127.0.0.1:%d", certificates: [first]}
                  requests: {protocol: dns-https, address: "127.0.0.1:%d", certificates: [first]}
                certificates:
                  first: %s
                services:
                  o: {instances: {addresses: ["127.0.0.1:%d"]}, health: {check: none}}
                routes:
                  - {match: {path: /**}, to: o}
                dns: {zones: {example.com: {nameservers: ns1.example.net, records: "www 60 A 192.0.2.7", transfer: {networks: [127.0.0.0/8]}}}}
                """.formatted(
                        plain, FreePort.next(), tls, https, first.yaml("names.test"), FreePort.next()));
    }

    @AfterAll
    static void end() {
        if (drover != null) {
            drover.stop();
            drover.close();
        }
    }

    private static Finished kdig(int port, String... more) {
        var command = new ArrayList<>(List.of(
                "kdig",
                "@127.0.0.1",
                "-p",
                Integer.toString(port),
                "+tls-ca=" + first.chain(),
                "+tls-hostname=names.test"));
        command.addAll(List.of(more));
        command.add(List.of(more).contains("AXFR") ? "example.com" : "www.example.com");
        return Finished.run(Duration.ofSeconds(20), command);
    }

    @Test
    void answersByAllThatIsDeclared() {
        for (String by : List.of("--tcp", "--tls", "--https")) {
            Finished said = drover.drover("dns", "query", "www.example.com", by).succeeded();
            assertTrue(said.out().contains("www.example.com. 60 IN A 192.0.2.7"), said::toString);
            assertEquals(!by.equals("--tcp"), said.out().contains("certificate CN=names.test until "), said::toString);
        }
        String status = drover.drover("status").succeeded().out();
        assertTrue(status.contains("dns-tls://127.0.0.1:" + tls), status);
        assertTrue(status.contains("https://127.0.0.1:" + https + "/dns-query"), status);
        Finished none = drover.drover("dns", "query", "www.example.com", "--https", "--server", "127.0.0.1:" + tls);
        assertTrue(none.err().contains("127.0.0.1 port " + tls + " does not answer"), none::toString);
        Finished metrics = drover.drover("metrics").succeeded();
        for (String transport : List.of("tcp", "tls", "https")) {
            assertTrue(
                    metrics.out()
                            .contains("drover_dns_queries_total{rcode=\"NOERROR\",transport=\"" + transport
                                    + "\",type=\"A\",zone=\"example.com\"}"),
                    metrics::toString);
        }
    }

    /** RFC 9103; a request is no way for a copy. */
    @Test
    void givesCopiesOverTls() {
        Finished copy = kdig(tls, "+tls", "-t", "AXFR").succeeded();
        assertTrue(copy.out().contains("192.0.2.7") && copy.out().contains("1 messages, 4 records"), copy::toString);
        Finished refused = kdig(https, "+https=/dns-query", "-t", "AXFR");
        assertTrue((refused.out() + refused.err()).contains("REFUSED"), refused::toString);
    }

    @Test
    void takesANewCertificateWhileItRuns() {
        kdig(tls, "+tls").succeeded();
        kdig(https, "+https=/dns-query").succeeded();
        first.renew("names.test");
        Await.until(
                "the new certificate",
                Duration.ofSeconds(30),
                () -> kdig(tls, "+tls").exit() == 0
                        && kdig(https, "+https=/dns-query").exit() == 0,
                drover::said);
    }
}
