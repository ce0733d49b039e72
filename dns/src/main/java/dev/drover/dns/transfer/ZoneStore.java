package dev.drover.dns.transfer;

import dev.drover.dns.name.DnsName;
import dev.drover.dns.name.Rdata;
import dev.drover.dns.name.RecordSet;
import dev.drover.dns.name.RecordType;
import dev.drover.dns.zone.Zone;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;

/**
 * A copy of a zone on disk, so that a restart answers at once. The file is whole before it has its name, and its time is when the primary
 * was last asked.
 *
 * <pre>
 *   magic u64 | sets u32 | set: owner, type u16, TTL u32, count u16, (length u16, data) | CRC32C u32
 * </pre>
 */
final class ZoneStore {
    private static final long MAGIC = 0x44726f7665725a31L; // DroverZ1

    private final Path file;
    private final DnsName origin;

    ZoneStore(Path folder, DnsName origin) {
        String name = origin.lowerCased().toString().replaceAll("[^a-z0-9.-]", "_");
        this.file = folder.resolve(name + "copy");
        this.origin = origin;
    }

    /** A zone, and when its primary was asked. */
    record Kept(Zone zone, Instant checked) {}

    void write(Zone zone, Instant checked) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Path unfinished = file.resolveSibling(file.getFileName() + ".new");
        try (var sum = new CheckedOutputStream(
                        new BufferedOutputStream(Files.newOutputStream(unfinished), 1 << 16), new CRC32C());
                var out = new DataOutputStream(sum)) {
            out.writeLong(MAGIC);
            out.writeInt(zone.owners().stream().mapToInt(o -> zone.at(o).size()).sum());
            for (DnsName owner : zone.owners()) {
                for (RecordSet set : zone.at(owner)) {
                    out.write(owner.wire());
                    out.writeShort(set.type().number());
                    out.writeInt(set.ttl());
                    out.writeShort(set.size());
                    for (Rdata data : set.rdata()) {
                        out.writeShort(data.length());
                        out.write(data.toBytes());
                    }
                }
            }
            out.writeInt((int) sum.getChecksum().getValue());
        }
        Files.setLastModifiedTime(unfinished, FileTime.from(checked));
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    void checked(Instant at) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(at));
    }

    /** Empty without a file. */
    Optional<Kept> read() throws IOException {
        try (var sum = new CheckedInputStream(
                        new BufferedInputStream(Files.newInputStream(file), 1 << 16), new CRC32C());
                var in = new DataInputStream(sum)) {
            if (in.readLong() != MAGIC) {
                throw new IOException(file + " is no copy of a zone");
            }
            var builder = Zone.builder(origin);
            for (int sets = in.readInt(); sets > 0; sets--) {
                DnsName owner = name(in);
                RecordType type = RecordType.of(in.readUnsignedShort());
                int ttl = in.readInt();
                for (int count = in.readUnsignedShort(); count > 0; count--) {
                    var data = new byte[in.readUnsignedShort()];
                    in.readFully(data);
                    builder.add(owner, type, ttl, Rdata.of(data));
                }
            }
            int expected = (int) sum.getChecksum().getValue();
            if (in.readInt() != expected) {
                throw new IOException(file + " is damaged");
            }
            return Optional.of(
                    new Kept(builder.build(), Files.getLastModifiedTime(file).toInstant()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            throw new IOException(file + " is damaged", e);
        }
    }

    private static DnsName name(DataInputStream in) throws IOException {
        var wire = new byte[DnsName.LONGEST + 64];
        int length = 0;
        int size;
        do {
            size = in.readUnsignedByte();
            if (size > DnsName.LONGEST_LABEL || length + 1 + size > DnsName.LONGEST) {
                throw new IOException("a damaged name");
            }
            wire[length++] = (byte) size;
            in.readFully(wire, length, size);
            length += size;
        } while (size > 0);
        return DnsName.ofWire(wire, 0);
    }
}
