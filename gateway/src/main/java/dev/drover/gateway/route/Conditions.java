package dev.drover.gateway.route;

import dev.drover.gateway.stage.Request;
import dev.drover.model.Route;
import java.util.List;

/** The conditions of a match besides host and path. Immutable. */
final class Conditions {
    private final String[] methods;
    private final FieldTest[] fields;
    private final QueryTest[] query;

    Conditions(Route.Match match) {
        methods = match.methods().toArray(String[]::new);
        fields = match.headers().stream().map(FieldTest::new).toArray(FieldTest[]::new);
        query = match.query().stream().map(QueryTest::new).toArray(QueryTest[]::new);
    }

    boolean hold(Request request) {
        return takes(request.method()) && othersHold(request);
    }

    /** A route for GET serves HEAD too only if it says so: what is written is what matches. */
    private boolean takes(String method) {
        if (methods.length == 0) {
            return true;
        }
        for (String one : methods) {
            if (one.equals(method)) {
                return true;
            }
        }
        return false;
    }

    List<String> methods() {
        return List.of(methods);
    }

    boolean othersHold(Request request) {
        for (FieldTest one : fields) {
            if (!one.holds(request)) {
                return false;
            }
        }
        for (QueryTest one : query) {
            if (!one.holds(request)) {
                return false;
            }
        }
        return true;
    }
}
