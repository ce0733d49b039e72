package dev.drover.observe.sysstat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.observe.counter.Measured;
import dev.drover.observe.counter.cpu.Cpus;
import dev.drover.observe.counter.cpu.Load;
import dev.drover.observe.counter.cpu.Pressure;
import dev.drover.observe.counter.disk.Disk;
import dev.drover.observe.counter.disk.Disks;
import dev.drover.observe.counter.host.Host;
import dev.drover.observe.counter.memory.Memory;
import dev.drover.observe.counter.net.Interface;
import dev.drover.observe.counter.net.Interfaces;
import dev.drover.observe.counter.net.Protocols;
import dev.drover.observe.counter.process.Processes;
import dev.drover.observe.sample.Interval;
import dev.drover.observe.sample.Sample;
import dev.drover.observe.sample.Sampler;
import dev.drover.observe.sample.Window;
import dev.drover.observe.verdict.Diagnosis;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SysstatDataTest {
    private static final String DISK = """
            "disk": [{"disk-device": "vda", "tps": 200.00, "rd_sec": 1000.00, "wr_sec": 3000.00, "rkB": 500.00, "wkB": 1500.00,\
             "aqu-sz": 5.00, "await": 25.00, "util-percent": 80.00}]""";
    private static final String REST = """
            "paging": {"pgpgin": 10.00, "majflt": 7.25},
            "memory": {"memfree": 1000, "avail": 3000, "memused": 4000, "memused-percent": 40.00, "buffers": 1000, "cached": 3000,\
             "slab": 1000, "swpfree": 60, "swpused": 40},
            "psi": {"psi-cpu": {"some_avg10": 1.00, "some_avg60": 2.00, "some_avg300": 3.00, "some_avg": 12.50}},
            "network": {"net-dev": [{"iface": "eth0", "rxpck": 100.00, "txpck": 50.00, "rxkB": 64.00, "txkB": 2.00}],
             "net-edev": [{"iface": "eth0", "rxerr": 0.00, "rxdrop": 1.25}], "net-tcp": {"oseg": 400.00}, "net-etcp": {"retrans": 8.00}}""";

    private static List<Sample> samples(SysstatData data) throws IOException {
        var sampler = new Sampler(data, data.ticker());
        var samples = new ArrayList<Sample>();
        while (data.next()) {
            samples.add(sampler.take());
        }
        return samples;
    }

    private static Interval one(String more) throws IOException {
        List<Sample> samples =
                samples(new SadfText().sample("00:10:00", 600, 50, more).read());
        assertEquals(2, samples.size());
        return new Interval(samples.get(0), samples.get(1));
    }

    private static double value(Measured<Double> measured) {
        return switch (measured) {
            case Measured.Value<Double>(Double value) -> value;
            case Measured.Unmeasurable<Double>(String why) -> throw new AssertionError(why);
        };
    }

    @Test
    void givesTheRatesBackThatSysstatTells() throws IOException {
        Interval interval = one(DISK + ",\n" + REST);
        assertEquals(600, interval.seconds());
        assertEquals(Instant.parse("2026-03-01T00:00:00Z"), interval.before().at());
        assertEquals(0.25, value(interval.change(Cpus.GROUP).then(Cpus::busy)), 1e-9);
        assertEquals(2000, value(interval.rate(Cpus.GROUP, Cpus::contextSwitches)), 1e-9);
        assertEquals(1.5, value(interval.rate(Cpus.GROUP, Cpus::forks)), 1e-9);
        assertEquals(0.125, value(interval.change(Pressure.CPU).then(Pressure::some)), 1e-9);
        assertEquals(7.25, value(interval.rate(Memory.EVENTS, "pgmajfault")), 1e-9);
        assertEquals(8, value(interval.rate(Protocols.BASIC, "Tcp.RetransSegs")), 1e-9);
        assertEquals(65_536, value(interval.rate(Interfaces.GROUP, i -> eth0(i).rxBytes())), 1e-9);
        assertEquals(1.25, value(interval.rate(Interfaces.GROUP, i -> eth0(i).rxDropped())), 1e-9);
    }

    private static Interface eth0(Interfaces all) {
        return all.byName().get("eth0");
    }

    @Test
    void givesADisksUseBack() throws IOException {
        Measured<Disk.Use> use = one(DISK)
                .change(Disks.GROUP)
                .then(c -> Disk.use(c.of(disks -> disks.byName().get("vda"))));
        assertEquals(200, value(use.map(Disk.Use::operations)), 0.01);
        assertEquals(25, value(use.map(Disk.Use::await)), 0.01);
        assertEquals(5, value(use.map(Disk.Use::queue)), 0.01);
        assertEquals(0.8, value(use.map(Disk.Use::utilisation)), 1e-6);
        assertEquals(4000 * 512, value(use.map(Disk.Use::bytes)), 1);
    }

    @Test
    void tellsNumbersOfAMomentAtTheEndOfAnInterval() throws IOException {
        Interval interval = one(REST);
        Sample end = interval.after();
        assertEquals(0.3, value(end.get(Memory.INFO).then(Memory::available)), 1e-9);
        assertEquals(
                100, value(end.get(Memory.INFO).then(m -> m.get("SwapTotal")).map(Long::doubleValue)));
        assertEquals(new Load(3.5, 2.25, 1.01), end.get(Load.GROUP).orElse(new Load(0, 0, 0)));
        assertEquals(4, value(end.get(Cpus.GROUP).map(c -> (double) c.running())));
        assertEquals("web1", end.get(Host.GROUP).map(Host::name).orElse(""));
        assertTrue(interval.before().get(Memory.INFO).why().contains("not of where the first begins"));
    }

    @Test
    void saysWhatSysstatDoesNotRecord() throws IOException {
        Sample end = one(REST).after();
        assertEquals(
                "/proc: sysstat does not record processes",
                end.get(Processes.GROUP).why());
        assertEquals(
                "/proc/diskstats: sysstat recorded no disks (SADC_OPTIONS=\"-S DISK\")",
                end.get(Disks.GROUP).why());
        assertEquals(
                "oom_kill: sysstat does not record it",
                end.get(Memory.EVENTS).then(v -> v.get("oom_kill")).why());
        assertTrue(end.get(Pressure.IO).why().contains("sysstat recorded no pressure"));
    }

    @Test
    void readsUsedMemoryOfOldVersionsAsAllThatIsNotFree() throws IOException {
        Sample end =
                one("\"memory\": {\"memfree\": 1000, \"memused\": 4000, \"memused-percent\": 80.00, \"buffers\": 1000,"
                                + " \"cached\": 1000}")
                        .after();
        assertEquals(
                5000, value(end.get(Memory.INFO).then(m -> m.get("MemTotal")).map(Long::doubleValue)));
    }

    @Test
    void beginsAnewAfterARestartOrAJumpOfTheClock() throws IOException {
        SysstatData data = new SadfText()
                .sample("00:10:00", 600, 50, "")
                .sample("00:20:01", 600, 50, "")
                .sample("01:00:00", 600, 50, "")
                .sample("00:30:00", 600, 50, "")
                .restart("00:47:11")
                .read();
        var begins = new ArrayList<Instant>();
        while (data.next()) {
            if (data.begins()) {
                begins.add(data.ticker().instant());
            }
        }
        assertEquals(
                List.of(
                        Instant.parse("2026-03-01T00:00:00Z"),
                        Instant.parse("2026-03-01T00:50:00Z"),
                        Instant.parse("2026-03-01T00:20:00Z")),
                begins);
        assertEquals(List.of(Instant.parse("2026-03-01T00:47:11Z")), data.restarts());
    }

    @Test
    void doesNotCompareADiskWithOneThatWasAway() throws IOException {
        List<Sample> samples = samples(new SadfText()
                .sample("00:10:00", 600, 50, DISK)
                .sample("00:20:00", 600, 50, "\"disk\": []")
                .sample("00:30:00", 600, 50, DISK)
                .read());
        var away = new Interval(samples.get(1), samples.get(2));
        assertTrue(away.change(Disks.GROUP).why().contains("no disks"), away.change(Disks.GROUP)::why);
    }

    @Test
    void noticesANegativeRate() throws IOException {
        List<Sample> samples = samples(new SadfText()
                .sample("00:10:00", 600, 50, "\"swap-pages\": {\"pswpin\": 5.00}")
                .sample("00:20:00", 600, 50, "\"swap-pages\": {\"pswpin\": -3.00}")
                .read());
        assertEquals(
                "the counter went backwards",
                new Interval(samples.get(1), samples.get(2))
                        .rate(Memory.EVENTS, "pswpin")
                        .why());
    }

    @Test
    void readsTimesOfAZone() throws IOException {
        var text = new SadfText();
        text.utc = "\"utc\": 0";
        text.timezone = "CET";
        SysstatData data = text.sample("01:10:00", 600, 50, "").read();
        assertTrue(data.next());
        assertEquals(Instant.parse("2026-03-01T00:00:00Z"), data.ticker().instant());
        text.timezone = "XYZZY";
        SysstatData unknown = SadfText.read(text.toString());
        assertTrue(assertThrows(Unusable.class, unknown::next).getMessage().contains("the zone XYZZY is not known"));
    }

    @Test
    void keepsTheWholeSamplesOfATextThatWasCutShort() throws IOException {
        String text = new SadfText()
                .sample("00:10:00", 600, 50, DISK)
                .sample("00:20:00", 600, 50, DISK)
                .toString();
        SysstatData data = SadfText.read(text.substring(0, text.lastIndexOf("disk")));
        assertEquals(2, samples(data).size());
        assertTrue(data.cutShort());
        SysstatData whole = SadfText.read(text);
        assertEquals(3, samples(whole).size());
        assertFalse(whole.cutShort());
    }

    @Test
    void refusesOtherTextsWithPlaceAndFix() {
        refuses("1:2: it ends before the first sample", "{");
        refuses("an object without sysstat", "{\"a\": 1}");
        refuses("this is not JSON", "{\"sysstat\": <xml>}");
        refuses("without hosts", "{\"sysstat\": {\"sysdata-version\": 2}}");
        String text = new SadfText().sample("00:10:00", 600, 50, "").toString();
        refuses("4:1: it ends before the first sample does", text.substring(0, text.indexOf("{\"timestamp")));
        refuses("this is not JSON", text.replace("2000.00", "2000,00"));
        refuses("without its time", text.replace("2026-03-01", "yesterday"));
        refuses("without its time", text.replace("\"interval\": 600", "\"interval\": 0"));
        refuses("a sample without single CPUs", text.replaceAll("(?s)\\},\\n \\{\"cpu\": \"0.*?\\]", "}]"));
        refuses("without context switches", text.replace("process-and-context-switch", "other"));
        refuses("a second host begins", text.replace("}]\n}}", "}, {\"nodename\": \"web2\"}]\n}}"));
    }

    private static void refuses(String words, String text) {
        String message =
                assertThrows(Unusable.class, () -> samples(SadfText.read(text))).getMessage();
        assertTrue(message.contains(words), message);
        assertTrue(message.matches("(?s)\\d+:\\d+: .*\\n  fix: .*"), message);
    }

    /** Whatever one byte becomes, samples are judged or the text is refused. */
    @Property(tries = 300)
    void judgesOrRefusesWhateverAByteBecomes(@ForAll @IntRange(max = 3000) int place, @ForAll byte becomes) {
        byte[] bytes = new SadfText()
                .sample("00:10:00", 600, 50, DISK + ",\n" + REST)
                .sample("00:20:00", 600, 50, DISK + ",\n" + REST)
                .toString()
                .getBytes(java.nio.charset.StandardCharsets.UTF_8);
        bytes[place % bytes.length] = becomes;
        try {
            List<Sample> samples = samples(new SysstatData(new java.io.ByteArrayInputStream(bytes)));
            if (samples.size() >= 2) {
                Diagnosis.of(new Window(samples));
            }
        } catch (IOException e) {
            assertTrue(e instanceof Unusable, e::toString);
        }
    }
}
