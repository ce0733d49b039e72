package dev.drover.gateway.route;

import dev.drover.gateway.stage.Request;
import dev.drover.gateway.stage.Template;
import dev.drover.gateway.stage.Text;
import dev.drover.model.PathPattern;
import dev.drover.model.PathPattern.Segment;
import dev.drover.model.Route;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.util.AsciiString;
import java.util.List;

/** How the path towards the upstream is made, compiled. */
sealed interface Rewriting {
    void write(Request request, ByteBuf out);

    static Rewriting of(Route.Rewrite declared, PathPattern pattern, List<String> variables) {
        return switch (declared) {
            case Route.Rewrite.Prefix(String with) -> new Prefix(literals(pattern), AsciiString.of(stripped(with)));
            case Route.Rewrite.Template(String path) -> new Whole(Template.of(path, variables));
        };
    }

    private static int literals(PathPattern pattern) {
        int count = 0;
        for (Segment segment : pattern.segments()) {
            if (!(segment instanceof Segment.Literal)) {
                return count;
            }
            count++;
        }
        return count;
    }

    private static String stripped(String prefix) {
        return prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix;
    }

    /** The first segments give way to other ones. */
    record Prefix(int segments, AsciiString with) implements Rewriting {
        @Override
        public void write(Request request, ByteBuf out) {
            Text path = request.path();
            int from = 0;
            for (int slashes = 0; from < path.length(); from++) {
                if (path.at(from) == '/' && slashes++ == segments) {
                    break;
                }
            }
            ByteBufUtil.copy(with, out);
            for (int i = from; i < path.length(); i++) {
                out.writeByte(path.at(i));
            }
            if (with.isEmpty() && from == path.length()) {
                out.writeByte('/');
            }
        }
    }

    /** A whole path from a template. */
    record Whole(Template path) implements Rewriting {
        @Override
        public void write(Request request, ByteBuf out) {
            path.write(request, out);
        }
    }
}
