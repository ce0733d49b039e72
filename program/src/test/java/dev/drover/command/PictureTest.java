package dev.drover.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.plane.control.Agreement;
import dev.drover.plane.control.Agreement.Member;
import dev.drover.plane.control.Agreement.State;
import dev.drover.plane.control.Control.Readiness;
import dev.drover.plane.control.Explanation;
import dev.drover.plane.control.Status;
import dev.drover.plane.control.Version;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class PictureTest {
    private static final Instant NOW = Instant.parse("2030-01-01T12:00:00Z");

    private static Output output(boolean colours) {
        var nowhere = new PrintWriter(new StringWriter());
        return new Output(nowhere, nowhere, colours, ZoneOffset.UTC, Map.of());
    }

    private static Status.InstanceLine instance(String name, String measured, String intent, String served) {
        return new Status.InstanceLine(
                name,
                "127.0.0.1:41001",
                "run",
                1,
                measured,
                NOW.minusSeconds(90),
                "2 of 2 checks failed",
                intent,
                NOW.minusSeconds(30),
                "cli:ada",
                "new disk",
                served,
                "measured " + measured,
                2);
    }

    private static Status status() {
        return status(new Status.RegistryLine(
                "127.0.0.1:8500", NOW.minusSeconds(30), "", null, 1, 2, 12, 24, 5, 77, List.of()));
    }

    private static Status status(Status.RegistryLine registry) {
        return status(registry, null);
    }

    private static Status status(Status.@Nullable RegistryLine registry, Status.@Nullable NamesLine names) {
        var shop = new Status.ServiceLine(
                "shop",
                "floor",
                "3 of 4 measure down",
                List.of(
                        instance("shop-1", "up", "in service", "in"),
                        instance("shop-2", "down", "in service", "out"),
                        instance("shop-3", "down", "in service", "in"),
                        instance("shop-4", "up", "draining", "draining")));
        return new Status(
                "0.1.0",
                "market",
                "fra-1",
                NOW.minusSeconds(7200),
                new Readiness(true, ""),
                new Version(3, "cli:ada", NOW, "apply", "/etc/drover.yaml", NOW.plusSeconds(60), true, false),
                7,
                List.of(new Status.Listening("web", "http", "*:8080", "http://localhost:8080")),
                List.of(shop),
                registry,
                names,
                new Agreement(
                        3,
                        "cli:ada",
                        NOW,
                        "apply",
                        NOW.plusSeconds(60),
                        null,
                        List.of(
                                new Member("fra-1", State.RUNS, 3, NOW, List.of()),
                                new Member("fra-22", State.CANNOT, 2, NOW, List.of("drover.yaml:2:3: taken\n  fix: x")),
                                new Member("fra-3", State.WAITS, 2, NOW.minusSeconds(90), List.of()),
                                new Member("fra-4", State.AWAY, 0, null, List.of()))),
                new LinkedHashMap<>(),
                "127.0.0.1:9180",
                "/var/lib/drover");
    }

    @Test
    void showsWhatIsOutOfTheOrdinaryAndOnlyThat() {
        assertEquals("""
                market on fra-1  drover 0.1.0, up 2h, generation 3 of /etc/drover.yaml
                waits to be confirmed until 12:01:00.000: drover confirm

                  web  http://localhost:8080  *:8080
                  registry  http://127.0.0.1:8500  2 services, 12 instances, 24 checks, index 77  stale since 11:59:30: nothing can be written
                  nodes     1 of 4 nodes runs generation 3
                    fra-22  cannot run it and goes on with generation 2:
                              drover.yaml:2:3: taken
                                fix: x
                    fra-3   has not answered yet; it ran generation 2, as it said at 11:58:30
                    fra-4   is away, and was never heard of; it follows when it comes

                  shop  2 of 4 served  floor: 3 of 4 measure down
                    shop-1  127.0.0.1:41001  up 1m    2 in flight
                    shop-2  127.0.0.1:41001  down 1m  2 in flight  2 of 2 checks failed
                    shop-3  127.0.0.1:41001  down 1m  2 in flight  served: measured down; 2 of 2 checks failed
                    shop-4  127.0.0.1:41001  up 1m    2 in flight  draining by cli:ada
                """, new Picture(output(false), NOW).status(status()));
    }

    @Test
    void showsWhatKeepsANodeFromItsPartOfTheRegistry() {
        String trouble = "fra-1 was removed\n  fix: move it away";
        var line = new Status.RegistryLine(
                "127.0.0.1:8500", null, trouble, NOW.minusSeconds(90), 1, 2, 12, 24, 5, 77, List.of());
        String text = new Picture(output(false), NOW).status(status(line));
        String wanted = "index 77  this node, since 11:58:30: fra-1 was removed\n    fix: move it away\n  nodes";
        assertTrue(text.contains(wanted), () -> text);
        var stale = new Status.RegistryLine(
                "127.0.0.1:8500", NOW.minusSeconds(30), trouble, NOW.minusSeconds(90), 1, 2, 12, 24, 5, 77, List.of());
        String both = new Picture(output(false), NOW).status(status(stale));
        assertTrue(both.contains("stale since 11:59:30: fra-1 was removed (since 11:58:30)\n    fix"), () -> both);
    }

    @Test
    void showsWhatTheNamesAreAsked() {
        var shares = new LinkedHashMap<String, Double>();
        shares.put("NOERROR", 0.95);
        shares.put("NXDOMAIN", 0.05);
        var line = new Status.NamesLine(
                12.34, 2000, shares, 3, 1, List.of("drover"), NOW.minusSeconds(30), List.of(), List.of());
        String text = new Picture(output(false), NOW).status(status(null, line));
        assertTrue(
                text.contains(
                        "  names  1 zone, the catalog below drover  12 queries/s  95% NOERROR, 5% NXDOMAIN\n"
                                + "    names of the catalog answer with what was known at 11:59:30: the registry's store is gone\n"),
                text);
        var idle =
                new Status.NamesLine(0, 0, new LinkedHashMap<>(), 0, 0, List.of("drover"), null, List.of(), List.of());
        String quiet = new Picture(output(false), NOW).status(status(null, idle));
        assertTrue(quiet.contains("  names  the catalog below drover  0.0 queries/s\n"), quiet);
    }

    @Test
    void saysWhichZonesOfOtherPrimariesAreInTrouble() {
        Instant later = NOW.plusSeconds(60);
        var copies = List.of(
                new Status.CopyLine("fine.test", 7L, true, "", null, NOW, later, later),
                new Status.CopyLine(
                        "a.test", 8L, true, "192.0.2.1:53: refused", NOW.minusSeconds(90), NOW, later, later),
                new Status.CopyLine("b.test", 9L, false, "late", NOW.minusSeconds(90), NOW, later, NOW.minusSeconds(5)),
                new Status.CopyLine("c.test", null, false, "late", NOW.minusSeconds(90), null, later, null),
                new Status.CopyLine("d.test", null, false, "", null, null, later, null));
        var keys = List.of(
                new Status.KeyLine("e.test", NOW.minusSeconds(60), "192.0.2.1: late", "drover dns keys --seen e.test"));
        var line = new Status.NamesLine(0, 0, new LinkedHashMap<>(), 0, 5, List.of(), null, copies, keys);
        String text = new Picture(output(false), NOW).status(status(null, line));
        String wanted = """
                    a.test answers with serial 8, until 12:01:00; since 11:58:30: 192.0.2.1:53: refused; asks again at 12:01:00
                    b.test is too old: SERVFAIL; serial 9; since 11:58:30: late; asks again at 12:01:00
                    c.test has not come: SERVFAIL; since 11:58:30: late; asks again at 12:01:00
                    d.test has not come: SERVFAIL; asks again at 12:01:00
                """;
        assertTrue(text.contains("  names  5 zones  0.0 queries/s\n" + wanted), text);
    }

    @Test
    void linesUpWhateverTheColours() {
        String plain = new Picture(output(false), NOW).status(status());
        String coloured = new Picture(output(true), NOW).status(status());
        assertFalse(plain.contains("\u001b"));
        assertTrue(coloured.contains("\u001b[32m"));
        assertEquals(plain, coloured.replaceAll("\u001b\\[[0-9;]*m", "").replaceAll("(?m) +$", ""));
    }

    @Test
    void saysWhatToTypeNext() {
        String greeting = new Picture(output(false), NOW).greeting(status());
        assertTrue(greeting.contains("metrics   http://127.0.0.1:9180/metrics"), greeting);
        assertTrue(greeting.contains("drover explain shop"), greeting);
    }

    /** Fifty of which every fourth is down, one is drained and one not known yet. */
    private static Status.ServiceLine fleet() {
        var instances = new ArrayList<Status.InstanceLine>();
        for (int i = 0; i < 50; i++) {
            boolean up = i % 4 != 0;
            instances.add(instance("fleet-" + i, up ? "up" : "down", "in service", up ? "in" : "out"));
        }
        instances.set(1, instance("fleet-1", "up", "draining", "draining"));
        instances.set(2, instance("fleet-2", "unknown", "in service", "out"));
        return new Status.ServiceLine("fleet", "normal", "", instances);
    }

    @Test
    void sumsUpManyInstancesAndShowsTheWorstFew() {
        String text = new Picture(output(false), NOW).status(status().with(List.of(fleet())));
        List<String> shown = text.lines().skip(12).toList();
        assertEquals("  fleet  35 of 50 served  36 up, 13 down, 1 unknown; 1 drained or forced", shown.getFirst());
        assertEquals("    and 5 more that are not plainly up: drover status fleet", shown.getLast());
        assertEquals(2 + Picture.FEW, shown.size());
        assertTrue(shown.get(1).startsWith("    fleet-0   127.0.0.1:41001  down 1m"), text);
    }

    @Test
    void showsEveryInstanceThatIsNotPlainlyUpIfAskedForTheService() {
        var picture = new Picture(output(false), NOW, Picture.Depth.NOT_UP);
        List<String> shown = picture.service(fleet()).lines().toList();
        assertEquals(1 + 15 + 1, shown.size());
        assertTrue(shown.get(14).startsWith("    fleet-1 "), shown::toString);
        assertTrue(shown.get(15).startsWith("    fleet-2 "), shown::toString);
        assertEquals("    all 50 of them: drover status fleet --all", shown.getLast());
        var whole = new Picture(output(false), NOW, Picture.Depth.ALL);
        assertEquals(51, whole.service(fleet()).lines().count());
    }

    @Test
    void tellsOfManyInstancesInBriefAndOfTheNewestPast() {
        var moments = new ArrayList<Explanation.Moment>();
        for (int i = 0; i < 60; i++) {
            moments.add(new Explanation.Moment(NOW, i, "fleet-" + i, "measured", "up", "down", "", List.of()));
        }
        var one = new Explanation.Told(instance("fleet-0", "down", "in service", "out"), List.of(), List.of());
        var told = new Explanation(
                "fleet",
                "normal",
                "",
                7,
                Status.Tally.of(fleet().instances()),
                List.of(),
                List.of(one),
                List.of(),
                moments);
        String brief = new Story(output(false), NOW, false).explain(told);
        assertTrue(brief.contains("\n  35 of 50 served  36 up, 13 down, 1 unknown; 1 drained or forced\n"), brief);
        assertTrue(brief.contains("\n  49 more are not told of here: drover status fleet, "), brief);
        assertTrue(brief.contains("10 earlier ones: --all"), brief);
        assertFalse(brief.contains("g9 "), brief);
        assertTrue(new Story(output(false), NOW, true).explain(told).contains("g9 "));
    }

    @Test
    void tellsMeasuredIntentAndServedApart() {
        var told = new Explanation(
                "shop",
                "normal",
                "",
                7,
                new Status.Tally(1, 1, 0, 1, 0, 1),
                List.of(new Explanation.Fact("fall", "3 failures in a row make it down")),
                List.of(new Explanation.Told(
                        instance("shop-1", "down", "forced up", "in"),
                        List.of(new Explanation.Fact("progress", "down; 1 of 2 passes")),
                        List.of(new Explanation.PlaneSays("gateway", "in", 7, "2 in flight")))),
                List.of(new Explanation.Registered(
                        "fra-1",
                        "drover:shop:shop-1",
                        "127.0.0.1:8080",
                        "drover",
                        "",
                        List.of(new Explanation.CheckSays(
                                "service:drover:shop:shop-1", "measured", "critical", "no")))),
                List.of(new Explanation.Moment(
                        NOW,
                        7,
                        "shop-1",
                        "measured",
                        "up",
                        "down",
                        "3 of 3 checks failed",
                        List.of(new Explanation.Confirmed("gateway", NOW.plusMillis(12))))));
        assertEquals("""
                shop  normal  board generation 7

                  fall  3 failures in a row make it down

                  shop-1  127.0.0.1:41001  run, weight 1
                    measured  down       since 11:58:30  2 of 2 checks failed
                    intent    forced up  since 11:59:30  by cli:ada: new disk
                    decided   in                         measured down
                    served    in         generation 7    gateway: 2 in flight
                    connections  2 requests and upgraded connections in flight
                    progress     down; 1 of 2 passes

                  in the catalog
                    fra-1/drover:shop:shop-1  127.0.0.1:8080  registered by drover
                      service:drover:shop:shop-1  critical  no

                  timeline
                    12:00:00.000  g7  shop-1  measured up -> down  3 of 3 checks failed  gateway +12ms
                """, new Story(output(false), NOW, false).explain(told));
    }
}
