package dev.drover;

import dev.drover.command.Commands;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What the virtual machine watches once to know which classes the program needs: a node that starts, serves a few requests, is
 * asked everything, and ends. Run by the script after a build; it listens on free ports of loopback only.
 */
final class Rehearsal {
    private static final int REQUESTS = 200;

    private Rehearsal() {}

    /**
     * Plays it through.
     *
     * @param args a folder that may be filled, and one with a certificate to serve, if there is one; without a second one only
     *     what watches the host is played, and with {@code record} only what records it
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        Path folder = Path.of(args[0]);
        if (args.length == 1) {
            System.exit(watch(folder));
        }
        if (args[1].equals("record")) {
            System.exit(record(folder));
        }
        int web = freePort();
        try (var origin = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> serve(origin));
            Path file = folder.resolve("drover.yaml");
            Files.writeString(file, text(web, origin.getLocalPort(), Path.of(args[1])));
            System.exit(play(folder.resolve("data").toString(), file.toString(), web));
        }
    }

    private static int record(Path folder) {
        String recording = folder.resolve("rehearsal.drec").toString();
        return Commands.run(new String[] {"record", recording, "--for", "2s"}, Drover.PROGRAM);
    }

    private static int watch(Path folder) {
        String data = folder.resolve("data").toString();
        Commands.run(new String[] {"doctor", "--for", "2s", "--data", data}, Drover.PROGRAM);
        Commands.run(new String[] {"doctor", "--for", "1s", "--json", "--data", data}, Drover.PROGRAM);
        String recording = folder.resolve("rehearsal.drec").toString();
        int recorded = record(folder);
        Commands.run(new String[] {"doctor", "--from", recording}, Drover.PROGRAM);
        return recorded;
    }

    private static int play(String data, String file, int web) throws InterruptedException {
        Commands.run(new String[] {"check", file}, Drover.PROGRAM);
        var code = new AtomicInteger(-1);
        String[] up = {"up", file, "--data", data, "--admin", "127.0.0.1:0"};
        Thread node = Thread.ofPlatform().start(() -> code.set(Commands.run(up, Drover.PROGRAM)));
        for (int answered = 0; answered < REQUESTS && node.isAlive(); ) {
            answered += ask(web) ? 1 : 0;
        }
        for (String command : new String[] {"status", "history", "metrics"}) {
            Commands.run(new String[] {command, "--data", data}, Drover.PROGRAM);
        }
        Commands.run(new String[] {"status", "--json", "--data", data}, Drover.PROGRAM);
        Commands.run(new String[] {"explain", "there", "--data", data}, Drover.PROGRAM);
        Commands.run(new String[] {"plan", file, "--data", data}, Drover.PROGRAM);
        Commands.run(new String[] {"apply", file, "--data", data}, Drover.PROGRAM);
        Commands.run(new String[] {"route", "GET", "/there/1", "--data", data}, Drover.PROGRAM);
        Commands.run(new String[] {"logs", "sleeper", "--data", data}, Drover.PROGRAM);
        Commands.run(new String[] {"drain", "there", "--data", data}, Drover.PROGRAM);
        Commands.run(new String[] {"doctor", "--for", "1s"}, Drover.PROGRAM);
        Commands.run(new String[] {"help"}, Drover.PROGRAM);
        Commands.run(new String[] {"stop", "--data", data}, Drover.PROGRAM);
        node.join();
        return code.get();
    }

    private static String text(int web, int origin, Path tls) throws IOException {
        String user = "root".equals(System.getProperty("user.name")) ? "nobody" : System.getProperty("user.name");
        Path chain = tls.resolve("shop.localhost.crt");
        String secure = Files.exists(chain) ? """
                  secure: {protocol: https, address: "127.0.0.1:%d", certificates: [shop]}
                certificates:
                  shop: {names: [shop.localhost], source: {files: {chain: %s, key: %s}}}
                """.formatted(freePort(), chain, tls.resolve("shop.localhost.key")) : "";
        return """
                cluster: rehearsal
                listen:
                  web: {protocol: http, address: "127.0.0.1:%d"}
                %sservices:
                  there:
                    instances: {addresses: ["127.0.0.1:%d"]}
                    health: {check: {http: {path: /healthz}}, interval: 100ms, timeout: 50ms}
                    retry: {attempts: 2, on: [reset]}
                  sleeper:
                    instances: {run: {command: [sleep, "100"], environment: {PORT: "{port}"}, directory: /, user: %s, stop: 1s}}
                    health: {check: tcp}
                routes:
                  - {match: {path: /there/**}, to: there}
                  - {match: {path: "/fixed/{id}", method: GET}, to: {respond: {status: 200, body: "fixed"}}}
                  - {match: {path: /sleeper}, to: sleeper}
                """.formatted(web, secure, origin, user);
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Answers whatever is asked. */
    private static void serve(ServerSocket origin) {
        byte[] answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".getBytes(StandardCharsets.ISO_8859_1);
        while (!origin.isClosed()) {
            try {
                Socket socket = origin.accept();
                Thread.ofVirtual().start(() -> answer(socket, answer));
            } catch (IOException e) {
                return;
            }
        }
    }

    private static void answer(Socket socket, byte[] answer) {
        try (socket) {
            byte[] head = new byte[4096];
            while (socket.getInputStream().read(head) > 0) {
                socket.getOutputStream().write(answer);
            }
        } catch (IOException e) {
            // The connection broke off.
        }
    }

    /** Until it listens this fails, and soon after it does not. */
    private static boolean ask(int web) throws InterruptedException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), web)) {
            socket.setSoTimeout(1000);
            String host = "Host: 127.0.0.1:" + web + "\r\n";
            String two = "GET /there/1 HTTP/1.1\r\n" + host + "\r\nGET /fixed/1 HTTP/1.1\r\n" + host
                    + "Connection: close\r\n\r\n";
            socket.getOutputStream().write(two.getBytes(StandardCharsets.ISO_8859_1));
            return socket.getInputStream().readAllBytes().length > 0;
        } catch (IOException e) {
            Thread.sleep(20);
            return false;
        }
    }
}
