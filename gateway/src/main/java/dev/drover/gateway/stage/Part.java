package dev.drover.gateway.stage;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.util.AsciiString;
import io.netty.util.NetUtil;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A piece of a template. */
sealed interface Part {
    void write(Request request, ByteBuf out);

    /** Null if the name means nothing. Path names win over the others: who names a segment wants it. */
    static @Nullable Part of(String name, List<String> variables) {
        int variable = variables.indexOf(name);
        if (variable >= 0) {
            return new Variable(variable);
        }
        for (Fact fact : Fact.values()) {
            if (fact.spelling.equals(name)) {
                return fact;
            }
        }
        return null;
    }

    record Literal(AsciiString bytes) implements Part {
        @Override
        public void write(Request request, ByteBuf out) {
            ByteBufUtil.copy(bytes, out);
        }
    }

    /** A segment that the pattern named, by its place in the notes. */
    record Variable(int index) implements Part {
        @Override
        public void write(Request request, ByteBuf out) {
            Text path = request.path();
            int end = request.notes().variableEnd(index);
            for (int i = request.notes().variableStart(index); i < end; i++) {
                out.writeByte(path.at(i));
            }
        }
    }

    /** A fact that every request has. */
    enum Fact implements Part {
        HOST("host"),
        PATH("path"),
        QUERY("query"),
        CLIENT("client"),
        REQUEST_ID("request-id"),
        SCHEME("scheme");

        private final String spelling;

        Fact(String spelling) {
            this.spelling = spelling;
        }

        @Override
        public void write(Request request, ByteBuf out) {
            switch (this) {
                case HOST -> clean(request.host(), out);
                case PATH -> clean(request.path(), out);
                case QUERY -> query(request, out);
                case CLIENT -> ascii(NetUtil.toAddressString(request.client()), out);
                case REQUEST_ID -> request.notes().writeRequestId(out);
                case SCHEME -> ascii(request.scheme(), out);
            }
        }
    }

    private static void query(Request request, ByteBuf out) {
        if (request.hasQuery()) {
            out.writeByte('?');
            clean(request.query(), out);
        }
    }

    private static void ascii(String text, ByteBuf out) {
        out.writeCharSequence(text, StandardCharsets.US_ASCII);
    }

    private static void clean(Text text, ByteBuf out) {
        for (int i = 0; i < text.length(); i++) {
            byte one = text.at(i);
            if (one > 0x20 || one < 0) {
                out.writeByte(one);
            }
        }
    }
}
