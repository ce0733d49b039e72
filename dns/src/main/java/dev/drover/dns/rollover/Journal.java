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
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;

/**
 * A file with a line that says when others were heard last, and one for each zone: its origin, the step, and what it is. Written as a whole, and
 * there as a whole, so that one of a backup says of when it is.
 */
final class Journal {
    private static final String NAME = "dnssec.steps";
    private static final String HEARD = "heard ";

    private final Path folder;

    Journal(Path folder) {
        this.folder = folder;
    }

    /** @param heard when others were heard last; {@link Instant#MIN} where they never were, or nobody noted it */
    record Content(Map<DnsName, Succession> steps, Instant heard) {
        Content {
            steps = Map.copyOf(steps);
        }
    }

    Content read() throws IOException {
        var all = new HashMap<DnsName, Succession>();
        Instant heard = Instant.MIN;
        Path file = folder.resolve(NAME);
        if (!Files.exists(file)) {
            return new Content(all, heard);
        }
        for (String line : Files.readAllLines(file, StandardCharsets.US_ASCII)) {
            try {
                if (line.startsWith(HEARD)) {
                    heard = Instant.parse(line.substring(HEARD.length()));
                    continue;
                }
                String[] words = line.split(" ", 3);
                all.put(
                        DnsName.parse(words[0]),
                        Succession.of(Long.parseLong(words[1]), words[2]).orElseThrow());
            } catch (RuntimeException e) {
                throw new IOException(file + " is damaged: put it back from a backup", e);
            }
        }
        return new Content(all, heard);
    }

    void write(Content content) throws IOException {
        Files.createDirectories(folder);
        var text = new StringBuilder();
        if (content.heard().isAfter(Instant.MIN)) {
            text.append(HEARD)
                    .append(content.heard().truncatedTo(ChronoUnit.SECONDS))
                    .append('\n');
        }
        content.steps()
                .forEach((zone, s) -> text.append(zone)
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
