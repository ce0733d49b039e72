package dev.drover.observe.process;

import dev.drover.observe.counter.Cursor;
import dev.drover.observe.counter.Measured;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * The memory of a process by what it is, read from {@code /proc/PID/smaps} or {@code smaps_rollup} (proc(5); Linux,
 * Documentation/filesystems/proc.rst, section 1.1).
 *
 * @param kinds those that hold memory; all in one, {@link Kind#ALL_TOGETHER}, from {@code smaps_rollup}
 */
public record Mappings(Map<Kind, Size> kinds) {
    /** What memory is made of. */
    public enum Kind {
        TEXT("program text"),
        CONSTANTS("files, read only"),
        DATA("data of programs and libraries"),
        HEAP("heap (brk)"),
        STACK("main stack"),
        ANONYMOUS("anonymous"),
        SHARED("shared mappings"),
        KERNEL("of the kernel"),
        ALL_TOGETHER("all");

        private final String title;

        Kind(String title) {
            this.title = title;
        }

        public String title() {
            return title;
        }
    }

    /**
     * Bytes in memory.
     *
     * @param pss proportional: each page divided by the number of processes that have it
     * @param own in no other process
     * @param shared in others too
     * @param copyOnWrite of the shared: private pages, which are shared only since a fork, until either side writes them
     * @param swap bytes that are not in memory but in swap
     */
    public record Size(long resident, long pss, long own, long shared, long copyOnWrite, long swap) {
        static final Size NONE = new Size(0, 0, 0, 0, 0, 0);

        Size plus(Size other) {
            return new Size(
                    resident + other.resident,
                    pss + other.pss,
                    own + other.own,
                    shared + other.shared,
                    copyOnWrite + other.copyOnWrite,
                    swap + other.swap);
        }
    }

    public Size all() {
        return kinds.values().stream().reduce(Size.NONE, Size::plus);
    }

    /** Never throws, whatever the bytes; a line without a name that is known is passed over. */
    static Measured<Mappings> parse(byte[] bytes) {
        var kinds = new EnumMap<Kind, Size>(Kind.class);
        var line = new Cursor(bytes);
        boolean any = false;
        while (!line.atEnd() && !line.bad()) {
            Header header = Header.read(line);
            if (line.bad()) {
                return Measured.not("a mapping is not understood near byte " + line.place());
            }
            Size size = header.size(line);
            any = true;
            if (size.resident > 0 || size.swap > 0) {
                kinds.merge(header.kind, size, Size::plus);
            }
        }
        return any ? line.unlessBad(new Mappings(Collections.unmodifiableMap(kinds))) : Measured.not("empty");
    }

    /** {@code 55d0c0a00000-55d0c0a28000 r-xp 00002000 fd:01 1311 /usr/bin/bash}. */
    private record Header(Kind kind, boolean ofFile, boolean isPrivate) {
        static Header read(Cursor line) {
            String range = line.word();
            String rights = line.word();
            line.hex();
            line.word();
            boolean ofFile = line.number() != 0;
            String path = line.word();
            line.nextLine();
            if (range.indexOf('-') <= 0 || rights.length() != 4) {
                line.fail();
            }
            return new Header(kind(rights, ofFile, path), ofFile, rights.endsWith("p"));
        }

        private static Kind kind(String rights, boolean ofFile, String path) {
            if (path.equals("[rollup]")) {
                return Kind.ALL_TOGETHER;
            }
            if (rights.endsWith("s")) {
                return Kind.SHARED;
            }
            if (ofFile) {
                return rights.indexOf('x') >= 0 ? Kind.TEXT : rights.indexOf('w') >= 0 ? Kind.DATA : Kind.CONSTANTS;
            }
            if (path.equals("[heap]")) {
                return Kind.HEAP;
            }
            if (path.startsWith("[stack")) {
                return Kind.STACK;
            }
            return path.startsWith("[v") || path.equals("[uprobes]") ? Kind.KERNEL : Kind.ANONYMOUS;
        }

        /** The lines below, up to the next mapping. */
        private Size size(Cursor line) {
            var kib = new EnumMap<Field, Long>(Field.class);
            while (!line.atEnd() && !line.bad() && !startsMapping(line)) {
                for (Field field : Field.values()) {
                    if (line.skip(field.prefix)) {
                        kib.put(field, line.number());
                    }
                }
                line.nextLine();
            }
            long own = sum(kib, Field.PRIVATE_CLEAN, Field.PRIVATE_DIRTY);
            long shared = sum(kib, Field.SHARED_CLEAN, Field.SHARED_DIRTY);
            long anonymous = sum(kib, Field.ANONYMOUS);
            long copyOnWrite = isPrivate && kind != Kind.ALL_TOGETHER ? Math.max(0, anonymous - own) : 0;
            long swap = sum(kib, Field.SWAP);
            return new Size(
                    sum(kib, Field.RSS) << 10,
                    sum(kib, Field.PSS) << 10,
                    own << 10,
                    shared << 10,
                    copyOnWrite << 10,
                    swap << 10);
        }

        /** Names of fields begin with a capital letter, addresses are written in small ones. */
        private static boolean startsMapping(Cursor line) {
            return line.isDigit() || line.isBetween('a', 'f');
        }

        private static long sum(Map<Field, Long> kib, Field... fields) {
            long sum = 0;
            for (Field field : fields) {
                sum += Math.min(kib.getOrDefault(field, 0L), Long.MAX_VALUE >> 24);
            }
            return sum;
        }
    }

    private enum Field {
        RSS("Rss:"),
        PSS("Pss:"),
        SHARED_CLEAN("Shared_Clean:"),
        SHARED_DIRTY("Shared_Dirty:"),
        PRIVATE_CLEAN("Private_Clean:"),
        PRIVATE_DIRTY("Private_Dirty:"),
        ANONYMOUS("Anonymous:"),
        SWAP("Swap:");

        private final String prefix;

        Field(String prefix) {
            this.prefix = prefix;
        }
    }
}
