package dev.drover.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code drover doctor --from} what sysstat kept: which part of it is looked at, and what is said of files that cannot be read. */
class DoctorFromSysstatTest {
    private static final Program NO_NODE = new Program(
            (settings, secret, ticker) -> {
                throw new AssertionError("no node is made here");
            },
            (model, query) -> {
                throw new AssertionError("no route is asked for here");
            });
    private static final String SADC = "/usr/lib/sysstat/sadc";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    private int run(Object... args) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        var output = new Output(
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                false,
                ZoneOffset.UTC,
                Map.of("DROVER_DATA", folder.toString()));
        return Commands.run(List.of(args).stream().map(Object::toString).toArray(String[]::new), NO_NODE, output);
    }

    /** A sample every ten minutes from 08:10 on; CPUs are busy, and somebody waits, in the percentages given. */
    private static String sadf(int... busy) {
        return IntStream.range(0, busy.length)
                .mapToObj(i -> {
                    String shares = "\"usr\": " + busy[i]
                            + ", \"nice\": 0, \"sys\": 0, \"iowait\": 0, \"steal\": 0, \"irq\": 0,"
                            + " \"soft\": 0, \"guest\": 0, \"gnice\": 0, \"idle\": " + (100 - busy[i]) + "}";
                    return "{\"timestamp\": {\"date\": \"2026-03-01\", \"time\": \""
                            + LocalTime.of(8, 10).plusMinutes(10L * i) + ":00\", \"utc\": 1, \"interval\": 600},"
                            + "\"cpu-load\": [{\"cpu\": \"all\", " + shares + ", {\"cpu\": \"0\", " + shares + "],"
                            + "\"process-and-context-switch\": {\"proc\": 1, \"cswch\": 200}, \"queue\": {\"runq-sz\": 1},"
                            + "\"psi\": {\"psi-cpu\": {\"some_avg\": " + busy[i] + "}, \"psi-mem\": {\"some_avg\": 0},"
                            + "\"psi-io\": {\"some_avg\": 0}}, \"disk\": [{\"disk-device\": \"vda\", \"tps\": 0}]}";
                })
                .collect(Collectors.joining(
                        ",\n",
                        "{\"sysstat\": {\"hosts\": [{\"nodename\": \"web1\", \"release\": \"6.1.0\", \"statistics\": [",
                        "], \"restarts\": []}]}}"));
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("web1.json"), text);
    }

    @Test
    void looksAtThePeriodThatIsAskedFor() throws IOException {
        Path file = file(sadf(10, 10, 99, 99, 10, 10));
        assertEquals(ExitCode.FAILED, run("doctor", "--from", file, "--at", "08:20", "--for", "20m"), err::toString);
        assertTrue(err.toString().contains("3 samples, 2026-03-01 08:20:00 to 08:40:00"), err::toString);
        assertTrue(err.toString().contains("average over 600 s"), err::toString);
        assertEquals(ExitCode.FAILED, run("doctor", "--from", file, "--at", "2026-03-01T08:35"), err::toString);
        assertTrue(err.toString().contains("2 samples, 2026-03-01 08:30:00 to 08:40:00"), err::toString);
        assertEquals(ExitCode.DONE, run("doctor", "--from", file, "--for", "20m"), () -> out.toString() + err);
        assertTrue(err.toString().contains("3 samples, 2026-03-01 08:40:00 to 09:00:00"), err::toString);
        assertEquals(ExitCode.DONE, run("doctor", "--from", file), err::toString);
        assertTrue(err.toString().contains("7 samples"), err::toString);
    }

    @Test
    void saysWhichPeriodsThereAreInsteadOfOneThatIsNot() throws IOException {
        Path file = file(sadf(10, 10));
        assertEquals(ExitCode.BAD_INPUT, run("doctor", "--from", file, "--at", "14:00", "--for", "30m"));
        assertTrue(
                err.toString()
                        .contains(
                                "it holds nothing of 2026-03-01 14:00:00 to 2026-03-01 14:30:00 (expected: a period within"
                                        + " 2026-03-01 08:00:00 to 2026-03-01 08:20:00)"),
                err::toString);
        assertEquals(ExitCode.BAD_INPUT, run("doctor", "--from", file, "--at", "noon"));
        assertTrue(err.toString().contains("expected: a time of day"), err::toString);
    }

    @Test
    void readsAGzippedText() throws IOException {
        Path file = folder.resolve("web1.json.gz");
        try (OutputStream gz = new GZIPOutputStream(Files.newOutputStream(file))) {
            gz.write(sadf(99, 99).getBytes(StandardCharsets.UTF_8));
        }
        assertEquals(ExitCode.FAILED, run("doctor", "--from", file), err::toString);
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length / 2));
        assertEquals(ExitCode.BAD_INPUT, run("doctor", "--from", file));
        assertTrue(err.toString().startsWith(file + ": "), err::toString);
    }

    @Test
    void refusesWhatIsNoSuchDataWithTheWayOut() throws IOException {
        for (String text :
                List.of("", "<?xml version=\"1.0\"?>", "Linux 6.1.0 (web1) \t03/01/26", "[1]", "{}", sadf())) {
            Path file = file(text);
            assertEquals(ExitCode.BAD_INPUT, run("doctor", "--from", file), text);
            assertTrue(err.toString().contains(file.toString()), err::toString);
            assertTrue(err.toString().contains("\n  fix: "), err::toString);
        }
        Files.write(folder.resolve("sa22.xz"), new byte[] {(byte) 0xfd, '7', 'z', 'X', 'Z', 0});
        assertEquals(ExitCode.BAD_INPUT, run("doctor", "--from", folder.resolve("sa22.xz")));
        assertTrue(err.toString().contains("unpack it first"), err::toString);
    }

    @Test
    void saysHowToReadABinaryFileWithoutSysstat() throws IOException {
        Path file = Files.write(folder.resolve("sa22"), new byte[] {(byte) 0x96, (byte) 0xd5, 0x75, 0x21});
        Failure failure = assertThrows(
                Failure.class, () -> new SysstatFile("no-such-sadf", file).read(Period.all(ZoneOffset.UTC)));
        assertTrue(failure.getMessage().contains("no-such-sadf cannot be started here"), failure::getMessage);
        assertTrue(failure.getMessage().contains("fix: apt-get install sysstat"), failure::getMessage);
    }

    @Test
    void readsABinaryFileThroughSadf() throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of(SADC)), "needs the program sadf");
        Path file = folder.resolve("sa22");
        Process sadc = new ProcessBuilder(SADC, "-S", "XALL", "1", "3", file.toString())
                .redirectErrorStream(true)
                .start();
        sadc.getInputStream().readAllBytes();
        assertEquals(0, sadc.waitFor());
        int code = run("doctor", "--from", file);
        assertTrue(code == ExitCode.DONE || code == ExitCode.FAILED, err::toString); // whatever this host goes through
        assertTrue(err.toString().contains("3 samples"), err::toString);

        byte[] bytes = Files.readAllBytes(file);
        bytes[2] = 0x71; // the format of sysstat 10 to 11.6
        Files.write(file, bytes);
        assertEquals(ExitCode.BAD_INPUT, run("doctor", "--from", file));
        assertTrue(err.toString().contains("in a format that the sysstat installed here cannot read"), err::toString);
        assertTrue(err.toString().contains("fix: sadf -c "), err::toString);

        bytes[2] = 0x75;
        Files.write(file, java.util.Arrays.copyOf(bytes, 300));
        assertEquals(ExitCode.BAD_INPUT, run("doctor", "--from", file));
        assertTrue(
                err.toString().contains("sadf cannot read it: End of system activity file unexpected"), err::toString);
    }
}
