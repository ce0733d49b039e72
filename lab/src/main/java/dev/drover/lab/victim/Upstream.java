package dev.drover.lab.victim;

import dev.drover.lab.site.Child;
import dev.drover.lab.site.Site;
import java.io.DataInputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Whom the victim asks: a process that answers four bytes, a number, with as many bytes. Also its main class.
 *
 * @param port where it listens, on all addresses of its network
 */
public record Upstream(int port) {
    /** One on this machine is reached here: no other program's connections count for that address. */
    public static final String PLACE = "127.7.7.7";

    private static final int MOST = 1 << 20;

    /** Started by that command, which may be empty. */
    public static Upstream start(Site site, List<String> wrapper) throws IOException, InterruptedException {
        var command = new ArrayList<>(wrapper);
        command.addAll(Java.command(160, Upstream.class));
        Child process = site.start(List.of(), command);
        return new Upstream(Integer.parseInt(process.line()));
    }

    public static void main(String[] arguments) throws IOException {
        try (var listener = new ServerSocket()) {
            listener.bind(new InetSocketAddress("0.0.0.0", 0), 4096);
            new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8)
                    .println(listener.getLocalPort());
            while (true) {
                Socket client = listener.accept();
                Thread.ofVirtual().start(() -> serve(client));
            }
        }
    }

    private static void serve(Socket client) {
        try (client;
                var in = new DataInputStream(client.getInputStream())) {
            client.getOutputStream().write(new byte[Math.clamp(in.readInt(), 0, MOST)]);
        } catch (IOException e) {
            return; // the client went away
        }
    }
}
