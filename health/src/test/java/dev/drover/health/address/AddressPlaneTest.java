package dev.drover.health.address;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.board.Board;
import dev.drover.board.Instance;
import dev.drover.board.Measured;
import dev.drover.board.Snapshot;
import dev.drover.health.Models;
import dev.drover.model.Health;
import dev.drover.model.Model;
import dev.drover.policy.floor.FloorRules;
import dev.drover.testkit.Await;
import dev.drover.testkit.FakeTime;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;

final class AddressPlaneTest {
    private static final Name BACKEND = Name.fromConstantString("backend.example.com.");
    private static final Name REAL = Name.fromConstantString("real.example.com.");

    @TempDir
    private Path folder;

    private final FakeTime time = new FakeTime();
    private final Board board = new Board(state -> FloorRules.decide(Health.DEFAULT, state), time);
    private final FakeDns dns = new FakeDns();
    private AddressPlane plane;

    @BeforeEach
    void start() throws IOException {
        Path hosts = Files.writeString(folder.resolve("hosts"), "10.9.9.9 declared.example.com\n");
        plane = new AddressPlane(board, time, new DnsNames(hosts, List.of(dns.address()), List.of(), 1));
    }

    @AfterEach
    void stop() {
        plane.close();
        dns.close();
    }

    private static Record a(Name name, int ttl, String address) throws IOException {
        return new ARecord(name, DClass.IN, ttl, InetAddress.ofLiteral(address));
    }

    private static Model model(String... hosts) {
        var addresses = java.util.Arrays.stream(hosts)
                .map(h -> Models.address(h, 8080))
                .toArray(dev.drover.model.Instances.Address[]::new);
        return Models.of(Models.service("shop", Health.DEFAULT, addresses));
    }

    private static List<String> names(Snapshot snapshot) {
        return snapshot.service("shop").orElseThrow().instances().stream()
                .map(i -> i.id().instance())
                .toList();
    }

    private void await(Predicate<Snapshot> wanted) throws InterruptedException {
        var seen = new CountDownLatch(1);
        board.watch(s -> {
            if (wanted.test(s)) {
                seen.countDown();
            }
        });
        assertTrue(seen.await(30, TimeUnit.SECONDS), () -> "still " + board.now());
    }

    @Test
    void publishesLiteralAddressesAtOnce() {
        plane.prepare(model("10.0.0.1", "2001:db8::12")).activate();
        assertEquals(List.of("10.0.0.1:8080", "[2001:db8:0:0:0:0:0:12]:8080"), names(board.now()));
    }

    @Test
    void sameModelTwiceChangesNothing() {
        plane.prepare(model("10.0.0.1")).activate();
        long generation = board.now().generation();
        plane.prepare(model("10.0.0.1")).activate();
        assertEquals(generation, board.now().generation());
    }

    @Test
    void nameStandsForAllItsAddresses() throws Exception {
        dns.answer(
                Rcode.NOERROR,
                a(BACKEND, 60, "10.0.0.2"),
                a(BACKEND, 60, "10.0.0.1"),
                new AAAARecord(BACKEND, DClass.IN, 60, InetAddress.ofLiteral("::1")));
        plane.prepare(model("backend.example.com")).activate();
        await(s -> names(s).size() == 3);
        Instance first = board.now().service("shop").orElseThrow().instances().get(1);
        assertEquals("10.0.0.1:8080", first.id().instance());
        assertEquals("backend.example.com:8080", first.origin());
    }

    @Test
    void hostsFileComesBeforeDns() throws Exception {
        plane.prepare(model("declared.example.com")).activate();
        await(s -> names(s).equals(List.of("10.9.9.9:8080")));
        assertEquals(0, dns.asked.get());
    }

    @Test
    void resolvesAgainWhenTheShortestTtlEndsAndKeepsHealthOfWhoStays() throws Exception {
        dns.answer(
                Rcode.NOERROR,
                new CNAMERecord(BACKEND, DClass.IN, 1, REAL),
                a(REAL, 3600, "10.0.0.1"),
                a(REAL, 3600, "10.0.0.2"));
        plane.prepare(model("backend.example.com")).activate();
        await(s -> names(s).size() == 2);
        Instance stays = board.now().service("shop").orElseThrow().instances().getLast();
        var up = new Measured(Measured.State.UP, time.instant(), "checked");
        board.apply(new dev.drover.board.Change.Measure(stays.id(), up));
        dns.answer(Rcode.NOERROR, a(BACKEND, 60, "10.0.0.2"), a(BACKEND, 60, "10.0.0.3"));
        await(s -> names(s).equals(List.of("10.0.0.2:8080", "10.0.0.3:8080")));
        assertEquals(up, board.now().instance(stays.id()).orElseThrow().measured());
    }

    @Test
    void keepsLastGoodAnswerWhenServersFailAndSaysSo() throws Exception {
        dns.answer(Rcode.NOERROR, a(BACKEND, 1, "10.0.0.1"));
        plane.prepare(model("backend.example.com")).activate();
        await(s -> names(s).size() == 1);
        dns.answer(Rcode.SERVFAIL);
        Await.until(
                "the failure is noted",
                Duration.ofSeconds(40),
                () -> board.past("shop").stream().anyMatch(e -> e.to().equals("unresolved")));
        assertEquals(List.of("10.0.0.1:8080"), names(board.now()));
        String why = board.past("shop").getLast().why();
        assertTrue(why.contains("backend.example.com cannot be resolved: the DNS servers answered SERVFAIL"), why);
        assertTrue(why.contains("the last good addresses stay: 10.0.0.1"), why);
    }

    @Test
    void nameThatVanishesKeepsItsAddresses() {
        var none = new Answer(new Answer.Part.Known(List.of()), new Answer.Part.Known(List.of()), Duration.ZERO);
        assertEquals("it has no address", none.failure());
    }

    @Test
    void familyWhoseServersFailKeepsItsAddresses() {
        var v4 = new Answer.Part.Known(List.of(InetAddress.ofLiteral("10.0.0.1")));
        var v6 = new Answer.Part.Known(List.of(InetAddress.ofLiteral("::1")));
        var before = new Answer(v4, v6, Duration.ZERO);
        var moved = new Answer.Part.Known(List.of(InetAddress.ofLiteral("10.0.0.2")));
        var half = new Answer(moved, new Answer.Part.Failed("timed out"), Duration.ZERO);
        assertEquals(
                List.of(InetAddress.ofLiteral("::1"), InetAddress.ofLiteral("10.0.0.2"))
                        .size(),
                half.orElse(before).addresses().size());
        assertTrue(half.orElse(before).addresses().contains(InetAddress.ofLiteral("::1")));
        assertEquals("timed out", half.failure());
    }

    @Test
    void defectOfTheResolverIsAFailureAndNotTheEnd() throws Exception {
        var asked = new java.util.concurrent.atomic.AtomicInteger();
        var v4 = new Answer.Part.Known(List.of(InetAddress.ofLiteral("10.0.0.7")));
        var none = new Answer.Part.Known(List.of());
        Names broken = name -> {
            if (asked.getAndIncrement() == 1) {
                throw new IllegalStateException("a defect");
            }
            return new Answer(v4, none, Duration.ofSeconds(1));
        };
        try (var other = new AddressPlane(board, time, broken)) {
            other.prepare(model("backend.example.com")).activate();
            Await.until(
                    "it resolves again",
                    Duration.ofSeconds(40),
                    () -> board.past("shop").stream().anyMatch(e -> e.to().equals("resolved")));
        }
        assertEquals(List.of("10.0.0.7:8080"), names(board.now()));
    }

    @Test
    void serviceThatIsNoLongerDeclaredIsGone() {
        plane.prepare(model("10.0.0.1")).activate();
        var nothing = plane.prepare(Models.of());
        nothing.activate();
        assertTrue(board.now().service("shop").isPresent(), "gone while routes may still lead to it");
        nothing.settle();
        assertTrue(board.now().service("shop").isEmpty());
    }
}
