package dev.drover.registry.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.drover.model.Registry.Scripts;
import dev.drover.model.Where;
import dev.drover.plane.Programs;
import dev.drover.plane.Ticker;
import dev.drover.registry.MemoryRegistry;
import dev.drover.registry.command.Command;
import dev.drover.registry.entry.Check;
import dev.drover.registry.entry.CheckDefinition;
import dev.drover.registry.entry.CheckStatus;
import dev.drover.registry.entry.Node;
import dev.drover.testkit.Await;
import dev.drover.testkit.FakeTime;
import dev.drover.testkit.FreePort;
import dev.drover.testkit.TestCertificate;
import dev.drover.testkit.peer.GrpcServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks by gRPC against a server of it, and by program against what runs them. */
class MadeChecksTest {
    private final FakeTime time = new FakeTime();
    private final MemoryRegistry registry = new MemoryRegistry(time);
    private final FakePrograms programs = new FakePrograms();
    private final LocalAgent agent = new LocalAgent(
            registry,
            "alpha",
            Ticker.of(time, time),
            new Random(1),
            new Means(Local.means().grpc(), programs));

    @TempDir
    private Path folder;

    /** Ends as it is told. */
    private static final class FakePrograms implements Programs {
        private final List<Program> run = new ArrayList<>();
        private volatile Ended next = new Ended.NotStarted("not yet");

        @Override
        public Optional<Lack> lack(Optional<String> user) {
            return Optional.empty();
        }

        @Override
        public synchronized Ended run(Program program, Duration atMost) {
            run.add(program);
            return next;
        }

        void next(int code, String output, long total) {
            next = new Ended.Exited(code, new Output(output, output.length(), total));
        }
    }

    @BeforeEach
    void makeANode() throws Exception {
        registry.apply(new Command.PutNode(Node.of("alpha", "127.0.0.1")));
    }

    @AfterEach
    void close() {
        agent.close();
    }

    private static CheckDefinition definition(String grpc, boolean tls, boolean skip, List<String> args) {
        return new CheckDefinition(
                "",
                "",
                Map.of(),
                "",
                skip,
                "",
                grpc,
                tls,
                args,
                Duration.ZERO,
                "",
                "",
                Duration.ofSeconds(5),
                Duration.ofSeconds(10),
                0,
                0,
                Duration.ZERO,
                64);
    }

    private void register(CheckDefinition definition) throws Exception {
        var check = new Check(
                "alpha", "made", "made", CheckStatus.CRITICAL, "", "", "", "", List.of(), "", definition, 0, 0);
        registry.apply(new Command.PutCheck(check, true));
        agent.begin("made");
    }

    private void assertSays(CheckStatus status, String output) {
        time.advance(Duration.ofMinutes(6)); // what is merely printed anew is written seldom
        Await.until(
                status + " " + output,
                Duration.ofSeconds(20),
                () -> {
                    agent.tick();
                    Check now = registry.state().check("alpha", "made");
                    return now != null && now.status() == status && now.output().contains(output);
                },
                () -> String.valueOf(registry.state().check("alpha", "made")));
    }

    @Test
    void asksByGrpc() throws Exception {
        try (var server = GrpcServer.start()) {
            String target = "127.0.0.1:" + server.port() + "/shop.Orders";
            register(definition(target, false, false, List.of()));
            assertSays(CheckStatus.CRITICAL, "rpc error: code = NotFound desc = unknown service");
            server.serving("shop.Orders", true);
            assertSays(CheckStatus.PASSING, "gRPC check " + target + ": success");
            server.serving("shop.Orders", false);
            assertSays(CheckStatus.CRITICAL, "gRPC application didn't report service healthy");
        }
        assertSays(CheckStatus.CRITICAL, "code = Unavailable desc = connection error");
    }

    @Test
    void asksByGrpcOverTls() throws Exception {
        try (var server = GrpcServer.start(new TestCertificate(folder))) {
            register(definition("localhost:" + server.port(), true, false, List.of()));
            assertSays(CheckStatus.CRITICAL, "authentication handshake failed");
            register(definition("localhost:" + server.port(), true, true, List.of()));
            assertSays(CheckStatus.PASSING, "success");
        }
    }

    @Test
    void saysWhatIsNoTarget() throws Exception {
        for (String target : List.of("nowhere", ":80", "host:no", "host:0", "host:70000/x", "[::1]")) {
            register(definition(target, false, false, List.of()));
            assertSays(CheckStatus.CRITICAL, "no HOST:PORT: " + target.split("/", 2)[0]);
        }
        int port = FreePort.next();
        register(definition("[::1]:" + port, false, false, List.of()));
        assertSays(CheckStatus.CRITICAL, "dial tcp [");
    }

    @Test
    void judgesAProgramByItsCode() throws Exception {
        agent.allow(Optional.of(new Scripts(Where.nowhere(), Optional.of("nobody"))));
        programs.next(0, "all well", 8);
        register(definition("", false, false, List.of("/usr/bin/look", "-v")));
        assertSays(CheckStatus.PASSING, "all well");
        programs.next(1, "so so", 5);
        assertSays(CheckStatus.WARNING, "so so");
        programs.next(2, "the end", 5000);
        assertSays(CheckStatus.CRITICAL, "Captured 7 of 5000 bytes\n...\nthe end");
        programs.next = new Programs.Ended.Killed(new Programs.Output("hm", 2, 2));
        assertSays(CheckStatus.CRITICAL, "Timed out (10s) running check\n\nhm");
        programs.next = new Programs.Ended.NotStarted("exec: \"x\": executable file not found in $PATH");
        assertSays(CheckStatus.CRITICAL, "exec: \"x\": executable");
        assertEquals(
                new Programs.Program(List.of("/usr/bin/look", "-v"), Optional.of("nobody"), 64),
                programs.run.getFirst());
    }

    /** What was registered while it was allowed runs no more once it is not. */
    @Test
    void runsNoProgramUnlessTheFileAllowsIt() throws Exception {
        agent.allow(Optional.of(new Scripts(Where.nowhere(), Optional.empty())));
        programs.next(0, "ran", 3);
        register(definition("", false, false, List.of("true")));
        assertSays(CheckStatus.PASSING, "ran");
        agent.allow(Optional.empty());
        assertSays(CheckStatus.CRITICAL, "Scripts are disabled on this agent");
        int before = programs.run.size();
        time.advance(Duration.ofSeconds(30));
        assertSays(CheckStatus.CRITICAL, "Scripts are disabled on this agent");
        assertEquals(before, programs.run.size());
    }
}
