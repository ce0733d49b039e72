package dev.drover.gateway.stage;

import dev.drover.model.Route;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.util.AsciiString;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;

/**
 * Declared changes of header fields, compiled: which fields are not passed on, and which are written after the others.
 * Immutable and shared by all event loops.
 */
public final class FieldChanges {
    private static final FieldChanges NONE = new FieldChanges(Route.HeaderChanges.none());

    private final byte[][] dropped;
    private final List<Added> added;

    private FieldChanges(Route.HeaderChanges declared) {
        var drop = new ArrayList<byte[]>();
        declared.remove().forEach(name -> drop.add(lower(name)));
        declared.set().keySet().forEach(name -> drop.add(lower(name)));
        this.dropped = drop.toArray(byte[][]::new);
        var add = new ArrayList<Added>();
        collect(declared.set(), true, add);
        collect(declared.add(), false, add);
        this.added = List.copyOf(add);
    }

    private record Added(String name, AsciiString start, Template value, boolean replaces) {
        void write(Request request, ByteBuf out) {
            ByteBufUtil.copy(start, out);
            value.write(request, out);
            out.writeShort('\r' << 8 | '\n');
        }
    }

    public static FieldChanges of(Route.HeaderChanges declared) {
        return declared.isEmpty() ? NONE : new FieldChanges(declared);
    }

    public static FieldChanges none() {
        return NONE;
    }

    public boolean isEmpty() {
        return dropped.length == 0 && added.isEmpty();
    }

    /** True: a field of that name, as received, is not passed on. */
    public boolean drops(Text name) {
        for (byte[] one : dropped) {
            if (name.equalsLower(one)) {
                return true;
            }
        }
        return false;
    }

    /** Appends the lines {@code Name: value CRLF} of what is set and added. Releases nothing. */
    public void write(Request request, ByteBuf out) {
        for (int i = 0; i < added.size(); i++) {
            added.get(i).write(request, out);
        }
    }

    /** The same behind the fields of an answer, but what is set stays away where the answer has that field itself. */
    public void write(Request request, Answer behind, ByteBuf out) {
        for (Added one : added) {
            if (!one.replaces || !behind.has(one.name)) {
                one.write(request, out);
            }
        }
    }

    private static void collect(SequencedMap<String, String> declared, boolean replaces, List<Added> into) {
        declared.forEach((name, value) ->
                into.add(new Added(name, AsciiString.of(name + ": "), Template.of(value, List.of()), replaces)));
    }

    private static byte[] lower(String name) {
        return name.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.ISO_8859_1);
    }
}
