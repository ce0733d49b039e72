package dev.drover.dns.rollover;

import dev.drover.dns.name.DnsName;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;

/** A file with a line for each zone: its origin, the step, and what it is. Written as a whole, and there as a whole. */
final class Journal {
    private static final String NAME = "dnssec.steps";

    private final Path folder;

    Journal(Path folder) {
        this.folder = folder;
    }

    Map<DnsName, Succession> read() throws IOException {
        var all = new LinkedHashMap<DnsName, Succession>();
        Path file = folder.resolve(NAME);
        if (!Files.exists(file)) {
            return all;
        }
        for (String line : Files.readAllLines(file, StandardCharsets.US_ASCII)) {
            String[] words = line.split(" ", 3);
            try {
                all.put(
                        DnsName.parse(words[0]),
                        Succession.of(Long.parseLong(words[1]), words[2]).orElseThrow());
            } catch (RuntimeException e) {
                throw new IOException(file + " is damaged: put it back from a backup", e);
            }
        }
        return all;
    }

    void write(Map<DnsName, Succession> all) throws IOException {
        Files.createDirectories(folder);
        var text = new StringBuilder();
        all.forEach((zone, s) -> text.append(zone)
                .append(' ')
                .append(s.step())
                .append(' ')
                .append(s.text())
                .append('\n'));
        Path unfinished = folder.resolve(NAME + ".new");
        try (var channel = FileChannel.open(
                unfinished,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE)) {
            ByteBuffer bytes = StandardCharsets.US_ASCII.encode(text.toString());
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        try {
            Files.move(unfinished, folder.resolve(NAME), StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(unfinished, folder.resolve(NAME), StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
