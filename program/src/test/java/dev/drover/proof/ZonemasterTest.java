package dev.drover.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drover.testkit.Await;
import dev.drover.testkit.process.Finished;
import dev.drover.testkit.process.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Zonemaster, with which registries look at zones before they delegate them, finds nothing wrong. Its world is a machine that is joined to no other: there
 * NSD is the root, a domain of the first level, and what tells whose networks are whose; Drover is both servers of the zones, at addresses that are public
 * elsewhere.
 */
@Tag("long")
@Timeout(300)
final class ZonemasterTest {
    private static final Path FILES = Path.of("src/test/resources/proof/zonemaster");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final List<String> ADDRESSES = List.of(
            "45.90.28.1/32",
            "193.17.47.1/32",
            "198.41.0.4/32",
            "192.5.6.30/32",
            "2a07:a8c0::1/128",
            "2001:148f:ffff::1/128",
            "2001:503:ba3e::2:30/128",
            "2001:503:a83e::2:30/128");
    private static final List<String> SERVERS = List.of(
            "ns1.plain.zm/45.90.28.1",
            "ns1.plain.zm/2a07:a8c0::1",
            "ns2.plain.zm/193.17.47.1",
            "ns2.plain.zm/2001:148f:ffff::1");
    /** What is worth a look, with its test case. */
    private static final Pattern COMPLAINT = Pattern.compile(" *[0-9.]+ +(NOTICE|WARNING|ERROR|CRITICAL) +(\\S+) .*");

    @TempDir
    Path folder;

    private final String space = "dz" + ProcessHandle.current().pid();
    private final List<AutoCloseable> open = new ArrayList<>();
    private DroverProcess node;

    @BeforeEach
    void start() throws IOException {
        Needs.root();
        Needs.program("zonemaster-cli");
        Needs.program("nsd");
        Needs.program("ip");
        ip("netns", "add", space);
        ip("-n", space, "link", "set", "lo", "up");
        for (String address : ADDRESSES) {
            ip("-n", space, "address", "add", address, "dev", "lo", "nodad");
        }
        Files.writeString(folder.resolve("names.secret"), "%064d".formatted(1));
        node = DroverProcess.onMachine(folder, Files.readString(FILES.resolve("drover.yaml")), onMachine());
        Await.until(
                "an answer",
                PATIENCE,
                () -> digs("@45.90.28.1", "signed.zm", "SOA").contains("ns1.plain.zm."),
                node::said);
        for (String file : List.of("root.zone", "arpa.zone", "asn.zone", "zm.zone", "hints.zone", "nsd.conf")) {
            Files.writeString(
                    folder.resolve(file), Files.readString(FILES.resolve(file)).replace("FOLDER", folder.toString()));
        }
        Files.writeString(
                folder.resolve("zm.zone"),
                Files.readString(folder.resolve("zm.zone"))
                        + onMachine("dns", "keys")
                                .lines()
                                .filter(l -> l.contains(" IN DS "))
                                .findFirst()
                                .orElseThrow()
                                .strip()
                                .replace(" IN DS ", " DS ")
                        + "\n");
        Running nsd = Running.of(
                        on("nsd", "-d", "-c", folder.resolve("nsd.conf").toString()))
                .start();
        open.add(nsd);
        Await.until(
                "the root",
                PATIENCE,
                () -> digs("@198.41.0.4", "zm", "NS", "+norec").contains("a.nic.zm."),
                nsd::said);
        var profile = (ObjectNode) new ObjectMapper()
                .readTree(Finished.run(PATIENCE, "zonemaster-cli", "--dump_profile")
                        .succeeded()
                        .out());
        profile.withObject("/asn_db/sources").putArray("cymru").add("asn");
        Files.writeString(folder.resolve("profile.json"), profile.toString());
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable one : open) {
            one.close();
        }
        if (node != null) {
            node.close();
        }
        Finished.run(PATIENCE, "ip", "netns", "delete", space);
    }

    private static void ip(String... arguments) {
        var command = new ArrayList<>(List.of("ip"));
        command.addAll(List.of(arguments));
        Finished.run(PATIENCE, command).succeeded();
    }

    private List<String> onMachine() {
        return List.of("ip", "netns", "exec", space);
    }

    /** A command of Drover. */
    private String onMachine(String... arguments) {
        return node.drover(arguments).succeeded().out();
    }

    private List<String> on(String... command) {
        var all = new ArrayList<>(onMachine());
        all.addAll(List.of(command));
        return all;
    }

    private String digs(String... question) {
        var all = on("dig", "+tries=1", "+time=2");
        all.addAll(List.of(question));
        return Finished.run(PATIENCE, all).out();
    }

    /** Test cases that complained; all that were looked at have to be more than a few. */
    private List<String> complaints(String zone, List<String> more) {
        var command = on(
                "zonemaster-cli",
                "--profile",
                folder.resolve("profile.json").toString(),
                "--hints",
                folder.resolve("hints.zone").toString(),
                "--level",
                "INFO",
                "--show-testcase",
                "--no-progress");
        command.addAll(more);
        command.add(zone);
        Finished finished = Finished.run(Duration.ofSeconds(200), command).succeeded();
        List<String> lines = finished.out().lines().toList();
        for (String looked : List.of("DELEGATION04", "CONNECTIVITY03", "NAMESERVER09", "SYNTAX06", "ZONE09")) {
            assertTrue(
                    lines.stream().anyMatch(l -> l.contains(" " + looked + " ")),
                    () -> looked + " is not in " + finished);
        }
        return lines.stream()
                .filter(l -> COMPLAINT.matcher(l).matches())
                .map(String::strip)
                .toList();
    }

    @Test
    void findsNothingWrongWithAZone() {
        for (List<String> more : List.of(List.<String>of(), undelegated())) {
            List<String> complaints = complaints("plain.zm", more);
            assertEquals(2, complaints.size(), complaints::toString);
            assertTrue(
                    complaints.get(0).endsWith("There are neither DS nor DNSKEY records for the zone."),
                    complaints::toString);
            assertTrue(complaints.get(1).endsWith("The zone is not signed with DNSSEC."), complaints::toString);
        }
    }

    @Test
    void findsNothingWrongWithASignedZone() {
        assertEquals(List.of(), complaints("signed.zm", List.of()));
    }

    /** The delegation is told instead of found. */
    private static List<String> undelegated() {
        var all = new ArrayList<String>();
        SERVERS.forEach(s -> all.addAll(List.of("--ns", s)));
        return all;
    }

    @Test
    void wouldFindWhatIsWrong() {
        List<String> complaints =
                complaints("plain.zm", List.of("--ns", SERVERS.getFirst(), "--ns", "ns3.plain.zm/198.41.0.4"));
        assertTrue(complaints.stream().anyMatch(c -> c.contains("ERROR")), complaints::toString);
    }
}
