package dev.drover.gateway.route;

import dev.drover.gateway.stage.Request;
import dev.drover.gateway.stage.Text;
import dev.drover.model.Route.Condition;
import java.nio.charset.StandardCharsets;

/**
 * A condition on a query parameter; it holds if any parameter of that name passes. Names and values are compared decoded: percent
 * triplets and {@code +} for a space, as forms write them (WHATWG URL, section 5.1).
 */
final class QueryTest {
    private final byte[] name;
    private final Condition.Test test;
    private final byte[] wanted;

    QueryTest(Condition condition) {
        name = condition.name().getBytes(StandardCharsets.UTF_8);
        test = condition.test();
        wanted = FieldTest.wanted(condition.test());
    }

    boolean holds(Request request) {
        Text query = request.query();
        boolean found = false;
        int from = 0;
        while (from < query.length()) {
            int end = until(query, from, query.length(), '&');
            int equals = until(query, from, end, '=');
            if (matches(query, from, equals, name, true)) {
                found = true;
                if (passes(query, Math.min(equals + 1, end), end)) {
                    return true;
                }
            }
            from = end + 1;
        }
        return test instanceof Condition.Test.Present(boolean present) && present == found;
    }

    private boolean passes(Text query, int from, int to) {
        return switch (test) {
            case Condition.Test.Equals equals -> matches(query, from, to, wanted, true);
            case Condition.Test.StartsWith starts -> matches(query, from, to, wanted, false);
            case Condition.Test.Present present -> present.wanted();
        };
    }

    private static int until(Text text, int from, int to, char stop) {
        int i = from;
        while (i < to && text.at(i) != stop) {
            i++;
        }
        return i;
    }

    /** Compares the decoded bytes of {@code [from, to)} with {@code other}, the whole of it or its beginning. */
    private static boolean matches(Text text, int from, int to, byte[] other, boolean whole) {
        int at = 0;
        int i = from;
        while (i < to && at < other.length) {
            int one = text.at(i);
            if (one == '%' && i + 2 < to && hex(text.at(i + 1)) >= 0 && hex(text.at(i + 2)) >= 0) {
                one = hex(text.at(i + 1)) << 4 | hex(text.at(i + 2));
                i += 2;
            } else if (one == '+') {
                one = ' ';
            }
            if ((byte) one != other[at]) {
                return false;
            }
            at++;
            i++;
        }
        return at == other.length && (!whole || i == to);
    }

    private static int hex(byte digit) {
        return Character.digit(digit, 16);
    }
}
