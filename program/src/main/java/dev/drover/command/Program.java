package dev.drover.command;

import dev.drover.model.Model;
import dev.drover.node.Assembly;
import dev.drover.plane.control.Refused;
import dev.drover.plane.control.RouteQuery;
import dev.drover.plane.control.Routing;

/**
 * What the commands are lent by the program.
 *
 * @param maker joins the planes of a node
 * @param guide finds a route without a node
 */
public record Program(Assembly.Maker maker, Guide guide) {
    /** Says who would serve a request, as far as a file alone says it. */
    public interface Guide {
        Routing route(Model model, RouteQuery query) throws Refused;
    }
}
