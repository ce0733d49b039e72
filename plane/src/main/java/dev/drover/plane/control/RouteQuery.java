package dev.drover.plane.control;

import java.util.List;

/**
 * A request that is only asked about.
 *
 * @param url absolute, or a path
 */
public record RouteQuery(String method, String url, List<Field> headers) {
    public RouteQuery {
        headers = List.copyOf(headers);
    }

    public record Field(String name, String value) {}
}
