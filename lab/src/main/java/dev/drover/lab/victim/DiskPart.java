package dev.drover.lab.victim;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

/** What each request does on the disk; see {@link VictimPlan.Disk}. */
interface DiskPart {
    int BLOCK = 4096;

    void use() throws IOException;

    static DiskPart of(Map<String, String> settings) throws IOException {
        String disk = settings.getOrDefault("disk", "none");
        Path folder = Path.of(settings.getOrDefault("folder", "/tmp"));
        return switch (disk) {
            case "none" -> () -> {};
            case "look_up" ->
                new LookUp(
                        FileChannel.open(folder.resolve("data"), StandardOpenOption.READ),
                        ThreadLocal.withInitial(() ->
                                new SplittableRandom(Thread.currentThread().threadId())));
            default ->
                new Write(
                        folder,
                        disk.equals("sync"),
                        disk.equals("create"),
                        Integer.parseInt(settings.getOrDefault("writes", "1")),
                        new AtomicLong());
        };
    }

    /** Reads blocks of a large file, here and there, as a database does with an index. */
    record LookUp(FileChannel data, ThreadLocal<SplittableRandom> random) implements DiskPart {
        private static final int BLOCKS = 800;

        @Override
        public void use() throws IOException {
            long all = data.size() / BLOCK;
            ByteBuffer block = ByteBuffer.allocate(BLOCK);
            for (int i = 0; i < BLOCKS; i++) {
                data.read(block.clear(), random.get().nextLong(all) * BLOCK);
            }
        }
    }

    /** Writes one block to each of a few files. */
    record Write(Path folder, boolean sync, boolean create, int writes, AtomicLong files) implements DiskPart {
        private static final int MOST_FILES = 64;

        @Override
        public void use() throws IOException {
            for (int i = 0; i < writes; i++) {
                write();
            }
        }

        private void write() throws IOException {
            String name = "victim-" + (create ? files.incrementAndGet() : files.incrementAndGet() % MOST_FILES);
            Path file = folder.resolve(name);
            try (var out = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                out.write(ByteBuffer.allocate(BLOCK), 0);
                if (sync) {
                    out.force(true);
                }
            }
            if (create) {
                Files.delete(file);
            }
        }
    }
}
