package dev.drover.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A server under measurement: a process with its children, their CPU time and memory read from {@code /proc}. */
final class Running implements AutoCloseable {
    /** Ticks per second of the times in {@code /proc/PID/stat}: 100 on every Linux that Drover runs on. */
    private static final double USER_HZ = 100;

    private final String name;
    private final Process process;
    private final Path log;

    private Running(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
    }

    /** Starts the command on one core; what it prints goes to {@code NAME.log} in the folder. */
    static Running start(String name, int core, Path folder, List<String> command) throws IOException {
        var pinned = new ArrayList<>(List.of("taskset", "-c", String.valueOf(core)));
        pinned.addAll(command);
        Path log = folder.resolve(name + ".log");
        var process = new ProcessBuilder(pinned)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        return new Running(name, process, log);
    }

    String name() {
        return name;
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** What it printed so far. */
    String said() throws IOException {
        return Files.readString(log);
    }

    private Stream<Long> pids() {
        return Stream.concat(Stream.of(process.pid()), process.descendants().map(ProcessHandle::pid));
    }

    /** User and system time of all its processes so far. */
    double cpuSeconds() {
        return pids().mapToDouble(Running::cpuSeconds).sum();
    }

    private static double cpuSeconds(long pid) {
        String stat = read(Path.of("/proc/" + pid + "/stat"));
        if (stat.isEmpty()) {
            return 0;
        }
        // The second field is a name in brackets that may hold spaces: count from behind it. utime and stime are 14 and
        // 15.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / USER_HZ;
    }

    /** Resident memory of all its processes, in MB. */
    double memoryMegabytes() {
        return megabytes("VmRSS:");
    }

    /** The part of it that is no file's, in MB. */
    double ownMegabytes() {
        return megabytes("RssAnon:");
    }

    private double megabytes(String line) {
        return pids().mapToDouble(pid -> read(Path.of("/proc/" + pid + "/status"))
                        .lines()
                        .filter(l -> l.startsWith(line))
                        .mapToDouble(l -> Double.parseDouble(l.replaceAll("\\D", "")) * 1024 / 1e6)
                        .sum())
                .sum();
    }

    /** Nanoseconds on a CPU of its threads whose names begin so; without any of them the measurement is void. */
    long nanos(String threads) throws IOException {
        long nanos = 0;
        int found = 0;
        for (long pid : pids().toList()) {
            for (String tid : tasks(pid)) {
                Path task = Path.of("/proc/" + pid + "/task/" + tid);
                String ran = read(task.resolve("schedstat"));
                if (!ran.isEmpty() && read(task.resolve("comm")).startsWith(threads)) {
                    nanos += Long.parseLong(ran.split(" ", 2)[0]);
                    found++;
                }
            }
        }
        if (found == 0) {
            throw new IOException(name + " has no thread " + threads + ":\n" + Files.readString(log));
        }
        return nanos;
    }

    private static List<String> tasks(long pid) {
        String[] names = new java.io.File("/proc/" + pid + "/task").list();
        return names == null ? List.of() : List.of(names);
    }

    private static String read(Path path) {
        try {
            return Files.readString(path);
        } catch (IOException gone) {
            return "";
        }
    }

    /** Waits until the port takes connections. */
    void await(int port, int seconds) throws IOException, InterruptedException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (System.nanoTime() < until && process.isAlive()) {
            if (answers(port)) {
                return;
            }
            process.waitFor(20, TimeUnit.MILLISECONDS);
        }
        throw new IOException(name + " does not listen on " + port + ":\n" + Files.readString(log));
    }

    static boolean answers(int port) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
            return true;
        } catch (IOException refused) {
            return false;
        }
    }

    /** Waits until the path is answered with 200: listening is not yet serving. */
    void awaitServing(int port, String path, int seconds) throws IOException, InterruptedException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (!serves(port, path)) {
            if (System.nanoTime() > until || process.waitFor(5, TimeUnit.MILLISECONDS)) {
                throw new IOException(name + " does not serve " + path + ":\n" + Files.readString(log));
            }
        }
    }

    static boolean serves(int port, String path) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
            socket.setSoTimeout(2000);
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readNBytes(12), StandardCharsets.ISO_8859_1)
                    .startsWith("HTTP/1.1 200");
        } catch (IOException refused) {
            return false;
        }
    }

    static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        var all = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        process.destroy();
        try {
            if (!process.waitFor(15, TimeUnit.SECONDS)) {
                Bench.say(name + " did not stop within 15 s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        all.forEach(ProcessHandle::destroyForcibly);
    }
}
