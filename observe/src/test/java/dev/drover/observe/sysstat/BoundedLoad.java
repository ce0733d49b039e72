package dev.drover.observe.sysstat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Some of everything, little enough to leave room: half a CPU, a few MB/s written and synced, connections over loopback, forks. */
final class BoundedLoad implements AutoCloseable {
    private final List<Thread> threads = new ArrayList<>();
    private final ServerSocket server;
    private volatile boolean stopped;

    BoundedLoad(Path folder) throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        byte[] block = new byte[64 << 10];
        start(() -> {
            long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(5);
            while (System.nanoTime() < until) {
                Thread.onSpinWait();
            }
            pause(5);
        });
        FileChannel file =
                FileChannel.open(folder.resolve("written"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        start(() -> {
            file.write(ByteBuffer.wrap(block), 0);
            file.force(true);
            pause(20);
        });
        start(() -> {
            try (var socket = new Socket(server.getInetAddress(), server.getLocalPort());
                    var accepted = server.accept()) {
                socket.getOutputStream().write(block, 0, 16 << 10);
                accepted.getInputStream().readNBytes(16 << 10);
            }
            pause(20);
        });
        start(() -> {
            try {
                new ProcessBuilder("/bin/true").start().waitFor();
            } catch (InterruptedException e) {
                stopped = true;
            }
            pause(100);
        });
    }

    /** What is done again and again. */
    private interface Step {
        void run() throws IOException;
    }

    private void start(Step step) {
        threads.add(Thread.ofPlatform().start(() -> {
            while (!stopped) {
                try {
                    step.run();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }));
    }

    private static void pause(long millis) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
    }

    @Override
    public void close() throws IOException, InterruptedException {
        stopped = true;
        for (Thread thread : threads) {
            thread.join(TimeUnit.SECONDS.toMillis(5));
        }
        server.close();
    }
}
