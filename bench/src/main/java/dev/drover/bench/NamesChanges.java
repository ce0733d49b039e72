package dev.drover.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How long a change of health takes into the answers, as a whole: from the first byte of the request that lets a check fail, or pass, until a question asked
 * over UDP, again and again, is answered with it.
 */
final class NamesChanges {
    private static final int SERVICES = 50;
    private static final int INSTANCES = 3;
    private static final int WARMING = 300;
    private static final int CHANGES_PER_ROUND = 100;
    private static final int TARGET = 100;
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(10);

    private NamesChanges() {}

    /** A kind of name. */
    private record Kind(String title, String ending) {}

    private static final List<Kind> KINDS =
            List.of(new Kind("of the catalog", "service.drover"), new Kind("chosen by health (`up`)", "bench.test"));

    static List<List<String>> rows(DnsBench.Start start, int rounds) throws IOException, InterruptedException {
        int port = Running.freePort();
        int door = Running.freePort();
        var rows = new ArrayList<List<String>>();
        try (var drover = start.drover("changes", configuration(port, door), port)) {
            drover.await(door, 60);
            try (var wire = new Wire(Wire.Door.local(door));
                    var socket = new DatagramSocket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                socket.setSoTimeout(2000);
                for (int i = 0; i < SERVICES * INSTANCES; i++) {
                    register(wire, i);
                }
                for (Kind kind : KINDS) {
                    for (int i = 0; i < SERVICES * INSTANCES; i++) {
                        untilAnswered(socket, kind, i, true);
                    }
                    measure(wire, socket, kind, WARMING);
                    double[] millis = measure(wire, socket, kind, rounds * CHANGES_PER_ROUND);
                    rows.add(row(kind, millis));
                    Bench.say(rows.getLast().toString());
                }
            }
        }
        return rows;
    }

    private static List<String> row(Kind kind, double[] sorted) {
        String text = String.format(
                Locale.ROOT,
                "p50 **%.2f**, p99 **%.2f**, at most %.2f ms",
                Spread.percentile(sorted, 50),
                Spread.percentile(sorted, 99),
                sorted[sorted.length - 1]);
        return List.of(
                sorted.length + " changes of a check until a name " + kind.title() + " shows them",
                text,
                "p99 <= " + TARGET + " ms",
                "",
                "",
                "");
    }

    private static String configuration(int port, int door) {
        return """
                listen: {names: {protocol: dns, address: "127.0.0.1:%d"}}
                registry: {listen: "127.0.0.1:%d"}
                services:
                %s
                dns:
                  discovery: {}
                  zones:
                    bench.test:
                      nameservers: ns1.example.net
                      names:
                %s
                """.formatted(
                        port,
                        door,
                        each("  w%d: {instances: registered}"),
                        each("        w%d: {service: w%1$d, answer: [up]}"));
    }

    private static String each(String line) {
        return IntStream.range(0, SERVICES).mapToObj(line::formatted).collect(Collectors.joining("\n"));
    }

    private static String service(int instance) {
        return "w" + instance % SERVICES;
    }

    private static byte[] address(int instance) {
        return new byte[] {10, 1, (byte) (instance / SERVICES), (byte) (1 + instance % SERVICES)};
    }

    private static String id(int instance) {
        return service(instance) + "-" + instance / SERVICES;
    }

    private static void register(Wire wire, int instance) throws IOException {
        wire.put("/v1/agent/service/register", """
                {"ID": "%s", "Name": "%s", "Address": "%s", "Port": 80,
                 "Check": {"CheckID": "check-%1$s", "TTL": "2h", "Status": "passing"}}
                """.formatted(
                        id(instance),
                        service(instance),
                        InetAddress.getByAddress(address(instance)).getHostAddress()));
    }

    /** Lets one instance after another fail, and pass again; how many milliseconds each took, the least first. */
    private static double[] measure(Wire wire, DatagramSocket socket, Kind kind, int count) throws IOException {
        var millis = new double[count];
        for (int i = 0; i < count; i++) {
            int instance = i / 2 % (SERVICES * INSTANCES);
            boolean up = i % 2 == 1;
            long start = System.nanoTime();
            wire.put("/v1/agent/check/" + (up ? "pass" : "fail") + "/check-" + id(instance), "");
            untilAnswered(socket, kind, instance, up);
            millis[i] = (System.nanoTime() - start) / 1e6;
        }
        Arrays.sort(millis);
        return millis;
    }

    private static void untilAnswered(DatagramSocket socket, Kind kind, int instance, boolean with) throws IOException {
        byte[] question = question(service(instance) + "." + kind.ending());
        var answer = new DatagramPacket(new byte[512], 512);
        long until = System.nanoTime() + PATIENCE;
        do {
            socket.send(new DatagramPacket(question, question.length));
            answer.setLength(512);
            socket.receive(answer);
            if (holds(answer.getData(), question.length, answer.getLength(), address(instance)) == with) {
                return;
            }
        } while (System.nanoTime() < until);
        throw new IOException(kind.ending() + " does not change for " + id(instance) + ": the measurement is void");
    }

    /** RFC 1035 section 4.1: a question for an address, as small as it can be. */
    private static byte[] question(String name) {
        var all = new ByteArrayOutputStream();
        all.writeBytes(new byte[] {1, 2, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0});
        for (String label : name.split("\\.", -1)) {
            all.write(label.length());
            all.writeBytes(label.getBytes(StandardCharsets.US_ASCII));
        }
        all.writeBytes(new byte[] {0, 0, 1, 0, 1});
        return all.toByteArray();
    }

    private static boolean holds(byte[] answer, int from, int to, byte[] address) {
        for (int i = from; i + 4 <= to; i++) {
            if (Arrays.equals(answer, i, i + 4, address, 0, 4)) {
                return true;
            }
        }
        return false;
    }
}
