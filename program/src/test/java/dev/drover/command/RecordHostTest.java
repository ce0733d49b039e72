package dev.drover.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.observe.capture.Content;
import dev.drover.observe.recording.Recording;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a recording holds of processes, of this host and of another one, for which a program stands that is no ssh. */
class RecordHostTest {
    private static final Program NO_NODE = new Program(
            (settings, secret, ticker) -> {
                throw new AssertionError("no node is made here");
            },
            (model, query) -> {
                throw new AssertionError("no route is asked for here");
            });

    /** An option of this very process, which HotSpot writes down, too. */
    private static final String OWN = "surefire";

    @TempDir
    private Path folder;

    private final StringWriter err = new StringWriter();
    private Path ssh = Path.of("");
    private Process told;

    @BeforeEach
    void begin() throws IOException {
        told = new ProcessBuilder("sh", "-c", "sleep 60; : pass-w0rd").start();
        ssh = Files.writeString(folder.resolve("ssh"), "#!/bin/sh\nexec sh -s\n");
        Files.setPosixFilePermissions(ssh, PosixFilePermissions.fromString("rwx------"));
    }

    @AfterEach
    void end() {
        told.descendants().forEach(ProcessHandle::destroyForcibly);
        told.destroyForcibly();
    }

    private Path record(String... options) {
        Path file = folder.resolve("kept.drec");
        String[] args = new String[options.length + 4];
        args[0] = "record";
        args[1] = file.toString();
        args[2] = "--for";
        args[3] = "1s";
        System.arraycopy(options, 0, args, 4, options.length);
        var output = new Output(
                new PrintWriter(new StringWriter(), true),
                new PrintWriter(err, true),
                false,
                ZoneOffset.UTC,
                Map.of("DROVER_DATA", folder.toString()));
        assertEquals(ExitCode.DONE, Commands.run(args, NO_NODE, output), err::toString);
        return file;
    }

    @Test
    void keepsCommandLinesUnlessTold() throws IOException {
        try (var recording = played(record())) {
            assertTrue(text(recording, "/proc/" + told.pid() + "/cmdline").contains("pass-w0rd"));
        }
    }

    @Test
    void leavesThemOutOfThisHost() throws IOException {
        holdsNames(record("--without-command-lines"));
    }

    @Test
    void leavesThemOutOfAnotherHost() throws IOException {
        holdsNames(record("--without-command-lines", "--ssh", ssh.toString(), "--host", "web1"));
    }

    /** And nothing of what processes were started with, this very one among them. */
    private void holdsNames(Path file) throws IOException {
        try (var recording = played(file)) {
            assertTrue(text(recording, "/proc/" + told.pid() + "/stat").contains("(sh)"));
            int processes = 0;
            for (String name : text(recording, "/proc/").split("\n")) {
                if (name.matches("\\d+")) {
                    assertInstanceOf(Content.Unreadable.class, recording.read("/proc/" + name + "/cmdline"));
                    processes++;
                }
            }
            assertTrue(processes > 1);
            if (recording.read("/drover/hsperfdata/") instanceof Content.Text pids) {
                for (String pid : pids.toString().split("\n")) {
                    assertFalse(text(recording, "/drover/hsperfdata/" + pid).contains(OWN), pid);
                }
            }
        }
    }

    private static Recording played(Path file) throws IOException {
        var recording = new Recording(Files.newInputStream(file));
        assertTrue(recording.next());
        return recording;
    }

    private static String text(Recording recording, String path) {
        return recording.read(path) instanceof Content.Text(byte[] bytes)
                ? new String(bytes, StandardCharsets.ISO_8859_1)
                : "";
    }
}
