package dev.drover.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A load generator as an ordinary program: wrk on kept connections, ab where each request is a new one. */
final class Load {
    /**
     * What one generator saw. Latencies in milliseconds. An answer that is only late is no error: on a machine that does other
     * work as well, wrk's two seconds may pass.
     */
    record Seen(long requests, double seconds, double p50, double p99, long errors) {}

    private static final Pattern WRK_TOTAL = Pattern.compile("(\\d+) requests in ([\\d.]+)(ms|s|m)");
    private static final Pattern WRK_ERRORS =
            Pattern.compile("Socket errors: connect (\\d+), read (\\d+), write (\\d+)");
    private static final Pattern WRK_REFUSED = Pattern.compile("Non-2xx or 3xx responses: (\\d+)");
    private static final Pattern AB_TOTAL = Pattern.compile("Complete requests:\\s+(\\d+)");
    private static final Pattern AB_TIME = Pattern.compile("Time taken for tests:\\s+([\\d.]+) seconds");
    private static final Pattern AB_FAILED = Pattern.compile("(?:Failed requests|Non-2xx responses):\\s+(\\d+)");

    private final List<String> command;
    private final boolean ab;
    private final Process process;

    private Load(List<String> command, boolean ab) throws IOException {
        this.command = command;
        this.ab = ab;
        this.process = new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    static Load kept(int core, String url, int connections, int seconds) throws IOException {
        return new Load(
                List.of(
                        "taskset",
                        "-c",
                        "" + core,
                        "wrk",
                        "-t1",
                        "-c" + connections,
                        "-d" + seconds + "s",
                        "--latency",
                        url),
                false);
    }

    /** About {@code rate} requests a second: each connection waits between its requests. */
    static Load paced(int core, String url, int rate, int seconds, Path folder) throws IOException {
        int connections = 16;
        Path script = folder.resolve("paced.lua");
        Files.writeString(script, "function delay() return " + connections * 1000 / rate + " end\n");
        var command = new ArrayList<>(List.of("taskset", "-c", "" + core, "wrk", "-t1", "-c" + connections));
        command.addAll(List.of("-d" + seconds + "s", "--latency", "-s", script.toString(), url));
        return new Load(command, false);
    }

    /** A new connection for each request, none of them resuming a TLS session. */
    static Load fresh(int core, String url, int connections, int seconds) throws IOException {
        return new Load(
                List.of(
                        "taskset",
                        "-c",
                        "" + core,
                        "ab",
                        "-q",
                        "-l",
                        "-c",
                        "" + connections,
                        "-t",
                        "" + seconds,
                        "-n",
                        "1000000",
                        url),
                true);
    }

    Seen join() throws IOException, InterruptedException {
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + " failed:\n" + text);
        }
        return ab ? readAb(text) : readWrk(text);
    }

    private static Seen readWrk(String text) throws IOException {
        Matcher total = found(WRK_TOTAL, text);
        double seconds = Double.parseDouble(total.group(2))
                * switch (total.group(3)) {
                    case "ms" -> 0.001;
                    case "m" -> 60;
                    default -> 1;
                };
        return new Seen(
                Long.parseLong(total.group(1)),
                seconds,
                wrkPercentile(text, "50%"),
                wrkPercentile(text, "99%"),
                sum(WRK_ERRORS, text) + sum(WRK_REFUSED, text));
    }

    private static double wrkPercentile(String text, String which) throws IOException {
        Matcher m = found(Pattern.compile("(?m)^\\s+" + which + "\\s+([\\d.]+)(us|ms|s)"), text);
        double value = Double.parseDouble(m.group(1));
        return switch (m.group(2)) {
            case "us" -> value / 1000;
            case "s" -> value * 1000;
            default -> value;
        };
    }

    private static Seen readAb(String text) throws IOException {
        return new Seen(
                Long.parseLong(found(AB_TOTAL, text).group(1)),
                Double.parseDouble(found(AB_TIME, text).group(1)),
                Double.parseDouble(
                        found(Pattern.compile("(?m)^\\s+50%\\s+(\\d+)"), text).group(1)),
                Double.parseDouble(
                        found(Pattern.compile("(?m)^\\s+99%\\s+(\\d+)"), text).group(1)),
                sum(AB_FAILED, text));
    }

    private static Matcher found(Pattern pattern, String text) throws IOException {
        Matcher m = pattern.matcher(text);
        if (!m.find()) {
            throw new IOException("no '" + pattern + "' in:\n" + text);
        }
        return m;
    }

    private static long sum(Pattern pattern, String text) {
        long sum = 0;
        for (Matcher m = pattern.matcher(text); m.find(); ) {
            for (int i = 1; i <= m.groupCount(); i++) {
                sum += Long.parseLong(m.group(i));
            }
        }
        return sum;
    }
}
