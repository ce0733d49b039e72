package dev.drover.model;

import java.util.List;

/**
 * A pattern over path segments: {@code /orders} (exact), {@code /orders/{id}} (one segment by name), {@code /orders/**} (the
 * path itself and all below). The percent-encoding is compared as written; a route never matches a path with dot segments,
 * which are refused before.
 *
 * @param segments between the slashes, without the leading one; the last is {@link Segment.Rest} for {@code /**}
 */
public record PathPattern(List<Segment> segments) {
    public PathPattern {
        segments = List.copyOf(segments);
    }

    public sealed interface Segment {
        record Literal(String text) implements Segment {}

        record Variable(String name) implements Segment {}

        record Rest() implements Segment {}
    }

    @Override
    public String toString() {
        var text = new StringBuilder();
        for (Segment segment : segments) {
            text.append('/')
                    .append(
                            switch (segment) {
                                case Segment.Literal literal -> literal.text();
                                case Segment.Variable variable -> "{" + variable.name() + "}";
                                case Segment.Rest rest -> "**";
                            });
        }
        return text.isEmpty() ? "/" : text.toString();
    }
}
