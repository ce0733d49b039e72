package dev.drover.lab.victim;

import dev.drover.plane.Ticker;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * The victim's main class: one connection a request, answered by a thread of a pool with some milliseconds of arithmetic, a disk
 * part, a name part and an upstream part, as its arguments say. A part that fails is a 500. Ends when its standard input does.
 */
public final class Service {
    private static final int ROUNDS = 100; // some milliseconds of a CPU, as a request of a real service takes
    private static final byte[] MUCH = new byte[16 << 20];
    private static final byte[] GOOD = answer("200 OK");
    private static final byte[] BAD = answer("500 Internal Server Error");

    private final Map<String, String> settings;
    private final Ailment ailment = new Ailment(Ticker.system());
    private final ThreadLocal<CRC32> sum = ThreadLocal.withInitial(CRC32::new);
    private final byte[] numbers = new byte[200_000];
    private final AtomicInteger seen = new AtomicInteger();
    private final MemoryPart memory;
    private final DiskPart disk;
    private final NamePart names;
    private final UpstreamPart upstream;
    private final @Nullable ExecutorService pool;

    private Service(Map<String, String> settings) throws IOException {
        this.settings = settings;
        memory = new MemoryPart(number("memory", 0));
        disk = DiskPart.of(settings);
        names = NamePart.of(settings);
        upstream = UpstreamPart.of(settings);
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
        var address = settings.containsKey("everywhere")
                ? new InetSocketAddress(0)
                : new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        listener.bind(address, number("backlog", 1024));
        Thread.ofPlatform().name("accept").daemon(true).start(() -> accept(listener));
        var out =
                new PrintStream(new java.io.FileOutputStream(java.io.FileDescriptor.out), true, StandardCharsets.UTF_8);
        out.println("ready " + listener.getLocalPort());
        var in = new BufferedReader(
                new InputStreamReader(new java.io.FileInputStream(java.io.FileDescriptor.in), StandardCharsets.UTF_8));
        for (String order = in.readLine(); order != null; order = in.readLine()) {
            out.println(take(order));
        }
        System.exit(0);
    }

    private String take(String order) {
        if (order.startsWith("leak ")) {
            return upstream.leak(Integer.parseInt(order.substring("leak ".length())));
        }
        if (order.equals("heal")) {
            upstream.heal();
        }
        return ailment.take(order);
    }

    private void accept(ServerSocket listener) {
        while (true) {
            for (long waited = 0; waited < ailment.acceptMillis(); waited++) {
                LockSupport.parkNanos(1_000_000);
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
            compute();
            ailment.bear();
            disk.use();
            seen.lazySet(memory.use());
            names.ask();
            upstream.ask();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Always the same work, however long it takes: a request that counted time would not notice that others have the CPU. */
    private void compute() {
        CRC32 crc = sum.get();
        for (int i = 0; i < ROUNDS; i++) {
            crc.update(numbers);
        }
    }

    private static byte[] answer(String status) {
        return ("HTTP/1.1 " + status + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }
}
