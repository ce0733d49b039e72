package dev.drover.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.drover.testkit.Await;
import dev.drover.testkit.FreePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/**
 * Two sites, and clients of one country behind a resolver of another: they arrive at the wrong site, which is seen, and what is proposed puts
 * it right.
 */
@Tag("long")
@Timeout(300)
final class MissteerTest {
    private static final Duration SOON = Duration.ofSeconds(60);

    private final String net = "127." + (20 + ProcessHandle.current().pid() % 200) + ".";
    private final String fra = net + "0.1";
    private final String nyc = net + "0.2";
    private final String client = net + "8.1";
    private final String resolver = net + "9.53";
    private final int names = FreePort.next();
    private final int web = FreePort.next();
    private final Map<String, DroverProcess> nodes = new HashMap<>();

    @TempDir
    Path folder;

    private String file(String address, String known) {
        return """
                nodes: {fra-1: {site: fra}, nyc-1: {site: nyc}}
                sites: {fra: {addresses: [FRA]}, nyc: {addresses: [NYC]}}
                listen:
                  names: {protocol: dns, address: "HERE:%d"}
                  web: {protocol: http, address: "HERE:%d"}
                services:
                  shop-fra: {instances: {addresses: ["FRA:1"]}, health: {check: none}}
                  shop-nyc: {instances: {addresses: ["NYC:1"]}, health: {check: none}}
                routes: [{match: {path: "/**"}, to: {respond: {status: 204}}}]
                dns:
                  missteer: {requests: 1/1, beacons: beacon.example.com}
                  location: {known: {NET8.0/24: DE, %s}}
                  zones:
                    example.com:
                      nameservers: ns1.example.net
                      names:
                        shop:
                          sites: {fra: shop-fra, nyc: shop-nyc}
                          answer: [{geo: {DE: fra, US: nyc, default: nyc}}, {first: 1}]
                        beacon:
                          sites: {fra: shop-fra, nyc: shop-nyc}
                          ttl: 5s
                          answer: [{geo: {DE: fra, US: nyc, default: nyc}}, {first: 1}]
                """.formatted(names, web, known)
                .replace("HERE", address)
                .replace("FRA", fra)
                .replace("NYC", nyc)
                .replace("NET", net);
    }

    @BeforeEach
    void start() {
        start("fra", fra);
        start("nyc", nyc);
    }

    private void start(String site, String address) {
        String known = net + "9.0/24: US";
        nodes.put(
                site,
                DroverProcess.onMachine(folder.resolve(site), file(address, known), List.of(), "--node", site + "-1"));
    }

    @AfterEach
    void stop() {
        nodes.values().forEach(DroverProcess::close);
    }

    private String said() {
        return nodes.get("fra").said() + "\n----\n" + nodes.get("nyc").said();
    }

    /** What the resolver is answered by the site that is near it, and passes on to whomever asks. */
    private String resolved(String name) throws IOException {
        var asking = new SimpleResolver(new InetSocketAddress(nyc, names));
        asking.setLocalAddress(new InetSocketAddress(resolver, 0));
        asking.setTimeout(Duration.ofSeconds(5));
        asking.setEDNS(-1);
        Message answer =
                asking.send(Message.newQuery(Record.newRecord(Name.fromString(name + "."), Type.A, DClass.IN)));
        return answer.getSection(Section.ANSWER).getFirst().rdataToString();
    }

    /** Without a request: each is counted. */
    private boolean isServed() throws IOException {
        boolean named = resolved("shop.example.com").equals(nyc);
        new Socket(InetAddress.ofLiteral(nyc), web).close();
        return named;
    }

    private String visited(String host) throws IOException {
        String address = resolved(host);
        try (var socket = new Socket()) {
            socket.bind(new InetSocketAddress(InetAddress.ofLiteral(client), 0));
            socket.connect(new InetSocketAddress(InetAddress.ofLiteral(address), web), 5000);
            socket.setSoTimeout(5000);
            String request = "GET / HTTP/1.1\r\nHost: " + host + ":" + web + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            assertTrue(answer.startsWith("HTTP/1.1 204 "), answer);
        }
        return address;
    }

    private JsonNode report(String site) {
        return nodes.get(site).json("dns", "missteer");
    }

    @Test
    void seesWhoArrivesAtTheWrongSiteAndProposesWhatPutsItRight() throws Exception {
        for (String site : List.of("fra", "nyc")) {
            nodes.get(site).admin();
        }
        Await.until("names and web are served", SOON, this::isServed, this::said);
        assertEquals(nyc, visited("shop.example.com"));
        assertEquals(nyc, visited("first-of-all.beacon.example.com"));
        Await.until(
                "both are compared", SOON, () -> report("nyc").path("requests").asInt() == 2, this::said);
        JsonNode report = report("nyc");
        assertEquals(2, report.path("elsewhere").asInt(), report::toPrettyString);
        JsonNode worst = report.path("resolvers").path(0);
        assertEquals(net + "9.0/24", worst.path("network").asText(), report::toPrettyString);
        assertEquals(
                net + "8.0/24", worst.path("behind").path(0).path("network").asText(), report::toPrettyString);
        String proposed = net + "9.0/24: DE";
        assertTrue(report.path("yaml").asText().contains(proposed), report::toPrettyString);
        assertTrue(!report.toString().contains(client), "a client's address: " + report);
        JsonNode top = nodes.get("nyc").json("dns", "top", "--by", "client");
        assertEquals(net + "9.0/24", top.path("rows").path(0).path("item").asText(), top::toPrettyString);

        for (String site : List.of("fra", "nyc")) {
            DroverProcess node = nodes.get(site);
            Files.writeString(node.file(), file(site.equals("fra") ? fra : nyc, proposed));
            node.drover("apply", node.file().toString()).succeeded();
        }
        assertEquals(fra, visited("second.beacon.example.com"));
        Await.until("it is compared", SOON, () -> report("fra").path("requests").asInt() == 1, this::said);
        assertEquals(0, report("fra").path("elsewhere").asInt());
        // The question came to the other site, which alone knows who asked.
        assertEquals(0, report("fra").path("resolvers").size());
    }
}
