package dev.drover.lab.victim;

import dev.drover.lab.site.Child;
import dev.drover.lab.site.Site;
import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Whom the victim asks: a process that answers four bytes, a number, with as many bytes; one below 0 is the last. Told
 * {@code slow MILLIS} on its standard input, it thinks so long about each answer; when that input ends, so does it. Also its main class.
 *
 * @param port where it listens, on all addresses of its network
 */
public record Upstream(int port, Child process) {
    /** One on this machine is reached here: no other program's connections count for that address. */
    public static final String PLACE = "127.7.7.7";

    private static final int MOST = 1 << 20;

    /** Started by that command, which may be empty. */
    public static Upstream start(Site site, List<String> wrapper) throws IOException, InterruptedException {
        var command = new ArrayList<>(wrapper);
        command.addAll(command(0));
        Child process = site.start(List.of(), command);
        return new Upstream(Integer.parseInt(process.line()), process);
    }

    /** The command of one that listens at this port; 0 is any. */
    public static List<String> command(int port) {
        var command = new ArrayList<>(Java.command(160, Upstream.class));
        command.add(Integer.toString(port));
        return command;
    }

    /** From now on it takes so long for an answer. */
    public void slow(long millis) throws IOException {
        process.tell("slow " + millis);
        process.line();
    }

    public void end() {
        process.kill();
    }

    public static void main(String[] arguments) throws IOException {
        var millis = new AtomicLong();
        var out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        try (var listener = new ServerSocket()) {
            listener.bind(new InetSocketAddress("0.0.0.0", Integer.parseInt(arguments[0])), 4096);
            out.println(listener.getLocalPort());
            Thread.ofPlatform().daemon(true).start(() -> accept(listener, millis));
            var in = new BufferedReader(
                    new InputStreamReader(new FileInputStream(FileDescriptor.in), StandardCharsets.UTF_8));
            for (String order = in.readLine(); order != null; order = in.readLine()) {
                millis.set(Long.parseLong(order.substring("slow ".length())));
                out.println("done");
            }
        }
        System.exit(0);
    }

    private static void accept(ServerSocket listener, AtomicLong millis) {
        while (true) {
            try {
                Socket client = listener.accept();
                Thread.ofVirtual().start(() -> serve(client, millis));
            } catch (IOException e) {
                return; // it ends
            }
        }
    }

    private static void serve(Socket client, AtomicLong millis) {
        try (client;
                var in = new DataInputStream(client.getInputStream())) {
            while (true) {
                int bytes = in.readInt();
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis.get()));
                client.getOutputStream().write(new byte[Math.min(Math.abs(bytes), MOST)]);
                if (bytes < 0) {
                    return;
                }
            }
        } catch (IOException e) {
            return; // the client asked enough, or went away
        }
    }
}
