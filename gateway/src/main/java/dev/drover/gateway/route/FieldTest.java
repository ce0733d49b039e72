package dev.drover.gateway.route;

import dev.drover.gateway.stage.Request;
import dev.drover.gateway.stage.Text;
import dev.drover.model.Route.Condition;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A condition on a header field; it holds if any line of that name passes. */
final class FieldTest {
    private final byte[] name;
    private final Condition.Test test;
    private final byte[] wanted;

    FieldTest(Condition condition) {
        name = condition.name().toLowerCase(Locale.ROOT).getBytes(StandardCharsets.ISO_8859_1);
        test = condition.test();
        wanted = wanted(condition.test());
    }

    static byte[] wanted(Condition.Test test) {
        String text = switch (test) {
            case Condition.Test.Equals equals -> equals.value();
            case Condition.Test.StartsWith starts -> starts.prefix();
            case Condition.Test.Present present -> "";
        };
        return text.getBytes(StandardCharsets.UTF_8);
    }

    boolean holds(Request request) {
        if (test instanceof Condition.Test.Present(boolean present)) {
            return present == (request.field(name) != null);
        }
        Text value = request.field(name, 0);
        for (int n = 1; value != null; n++) {
            if (passes(value)) {
                return true;
            }
            value = request.field(name, n);
        }
        return false;
    }

    private boolean passes(Text value) {
        return switch (test) {
            case Condition.Test.Equals equals -> value.contentEquals(wanted);
            case Condition.Test.StartsWith starts -> value.startsWith(wanted);
            case Condition.Test.Present present -> true;
        };
    }
}
