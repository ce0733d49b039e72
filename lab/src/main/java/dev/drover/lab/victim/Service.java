package dev.drover.lab.victim;

import dev.drover.plane.Ticker;
import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * The victim's main class: one connection a request, answered by a thread of a pool with some arithmetic, a disk part and an upstream
 * part, as its arguments say. A part that fails is a 500. Ends when its standard input does.
 */
public final class Service {
    private static final int MOST_FILES = 64;
    private static final byte[] MUCH = new byte[16 << 20];
    private static final byte[] GOOD = answer("200 OK");
    private static final byte[] BAD = answer("500 Internal Server Error");

    private final Map<String, String> settings;
    private final Ailment ailment = new Ailment(Ticker.system());
    private final ByteBuffer block = ByteBuffer.allocateDirect(4096);
    private final ThreadLocal<CRC32> sum = ThreadLocal.withInitial(CRC32::new);
    private final AtomicLong files = new AtomicLong();
    private final @Nullable ExecutorService pool;

    private Service(Map<String, String> settings) {
        this.settings = settings;
        int threads = number("threads", 16);
        pool = threads == 0 ? null : Executors.newFixedThreadPool(threads);
    }

    public static void main(String[] arguments) throws IOException {
        var settings = new HashMap<String, String>();
        for (String argument : arguments) {
            int at = argument.indexOf('=');
            settings.put(argument.substring(0, at), argument.substring(at + 1));
        }
        new Service(settings).run();
    }

    private int number(String name, int otherwise) {
        return Integer.parseInt(settings.getOrDefault(name, Integer.toString(otherwise)));
    }

    /** The orders come in on one stream, the answers go out on the other: this is a command, seen from outside. */
    private void run() throws IOException {
        var listener = new ServerSocket();
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), number("backlog", 1024));
        Thread.ofPlatform().name("accept").daemon(true).start(() -> accept(listener));
        var out =
                new PrintStream(new java.io.FileOutputStream(java.io.FileDescriptor.out), true, StandardCharsets.UTF_8);
        out.println("ready " + listener.getLocalPort());
        var in = new BufferedReader(
                new InputStreamReader(new java.io.FileInputStream(java.io.FileDescriptor.in), StandardCharsets.UTF_8));
        for (String order = in.readLine(); order != null; order = in.readLine()) {
            out.println(ailment.take(order));
        }
        System.exit(0);
    }

    private void accept(ServerSocket listener) {
        while (true) {
            if (!ailment.accepting()) {
                LockSupport.parkNanos(1_000_000);
                continue;
            }
            try {
                hand(listener.accept());
            } catch (IOException e) {
                LockSupport.parkNanos(10_000_000); // no descriptor left: clients wait in the queue
            }
        }
    }

    private void hand(Socket client) throws IOException {
        try {
            if (pool == null) {
                Thread.ofPlatform().start(() -> serve(client));
            } else {
                pool.execute(() -> serve(client));
            }
        } catch (OutOfMemoryError e) { // no thread to be had
            try (client) {
                client.getOutputStream().write(BAD);
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            client.setSoTimeout(5_000);
            InputStream in = client.getInputStream();
            boolean much = false;
            for (int last = 0, c = in.read(); c >= 0 && !(c == '\n' && last == '\n'); c = in.read()) {
                much |= last == '/' && c == 'm';
                last = c == '\r' ? last : c;
            }
            if (much) {
                client.getOutputStream().write(MUCH);
                return;
            }
            boolean good = work();
            client.getOutputStream().write(good ? GOOD : BAD);
        } catch (IOException e) {
            return; // the client notices
        }
    }

    private boolean work() {
        try {
            sum.get().update(new byte[200_000]);
            ailment.bear();
            disk();
            upstream();
            datagram();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private void disk() throws IOException {
        String disk = settings.getOrDefault("disk", "none");
        if (disk.equals("none")) {
            return;
        }
        boolean create = disk.equals("create");
        String name = "victim-" + (create ? files.incrementAndGet() : files.incrementAndGet() % MOST_FILES);
        Path file = Path.of(settings.getOrDefault("folder", "/tmp")).resolve(name);
        try (var out = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            out.write(block.duplicate(), 0);
            if (disk.equals("sync")) {
                out.force(true);
            }
        }
        if (create) {
            Files.delete(file);
        }
    }

    private void upstream() throws IOException {
        String upstream = settings.get("upstream");
        if (upstream == null) {
            return;
        }
        int at = upstream.lastIndexOf(':');
        try (var socket = new Socket()) {
            socket.setSoTimeout(3_000);
            socket.connect(
                    new InetSocketAddress(upstream.substring(0, at), Integer.parseInt(upstream.substring(at + 1))),
                    3_000);
            int bytes = number("bytes", 1024);
            socket.getOutputStream().write(ByteBuffer.allocate(4).putInt(bytes).array());
            new DataInputStream(socket.getInputStream()).readFully(new byte[bytes]);
        }
    }

    private void datagram() throws IOException {
        String port = settings.get("datagrams");
        if (port == null) {
            return;
        }
        try (var socket = new DatagramSocket()) {
            socket.setSoTimeout(1_000);
            var packet =
                    new DatagramPacket(new byte[] {1}, 1, InetAddress.getLoopbackAddress(), Integer.parseInt(port));
            socket.send(packet);
            socket.receive(packet);
        }
    }

    private static byte[] answer(String status) {
        return ("HTTP/1.1 " + status + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }
}
