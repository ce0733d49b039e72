package dev.drover.lab.site;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A process that a case started. */
public final class Child {
    private final Process process;
    private final String command;
    private final Path log;
    private final BufferedReader out;

    Child(Process process, String command, Path log) {
        this.process = process;
        this.command = command;
        this.log = log;
        this.out = process.inputReader(StandardCharsets.UTF_8);
    }

    /** A command for messages: a class path would drown them. */
    static String brief(List<String> command) {
        return command.stream()
                .map(word -> word.length() > 60 ? word.substring(0, 20) + "..." : word)
                .collect(Collectors.joining(" "));
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Its next line; fails if it ends instead. */
    public String line() throws IOException {
        String line = out.readLine();
        if (line == null) {
            throw new IOException(command + " ended: " + Files.readString(log).strip());
        }
        return line;
    }

    /** A line to its standard input. */
    public void tell(String line) throws IOException {
        process.outputWriter(StandardCharsets.UTF_8).write(line + "\n");
        process.outputWriter(StandardCharsets.UTF_8).flush();
    }

    /** Fails if it did not end with 0 within some seconds. */
    public void await(long seconds) throws IOException, InterruptedException {
        if (!process.waitFor(seconds, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IOException(
                    command + " did not end well: " + Files.readString(log).strip());
        }
    }

    public void kill() {
        process.destroyForcibly();
    }
}
