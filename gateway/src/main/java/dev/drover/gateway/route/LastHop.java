package dev.drover.gateway.route;

import dev.drover.gateway.answer.Problems;
import dev.drover.gateway.stage.Answer;
import dev.drover.gateway.stage.Outcome;
import dev.drover.gateway.stage.Request;
import dev.drover.gateway.stage.Text;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Requests whose way ends here whatever their route says: OPTIONS that may go no farther ({@code Max-Forwards: 0}, RFC 9110 section
 * 7.6.2) and every TRACE, which would show the fields that proxies add to whoever can make a browser ask (section 9.3.8).
 */
final class LastHop {
    private static final byte[] MAX_FORWARDS = "max-forwards".getBytes(StandardCharsets.US_ASCII);

    private LastHop() {}

    static boolean concerns(String method) {
        return method.equals("OPTIONS") || method.equals("TRACE");
    }

    /** {@link Outcome.Continue}: it may go on to its route, if there is one. */
    static Outcome judge(Request request, RouteTable table, Walk walk) {
        boolean trace = request.method().equals("TRACE");
        Text hops = trace ? null : request.field(MAX_FORWARDS);
        if (!trace && hops == null) {
            return Outcome.CONTINUE;
        }
        if (hops != null && !isNumber(hops, request)) {
            return new Outcome.Respond(problem(request, 400, "Max-Forwards is not one whole number.", Map.of()));
        }
        if (hops != null && !isZero(request.field(MAX_FORWARDS))) {
            return Outcome.CONTINUE;
        }
        Set<String> methods = table.methods(request, walk);
        if (methods.isEmpty()) {
            return Outcome.CONTINUE;
        }
        String allow = String.join(", ", methods);
        return new Outcome.Respond(
                trace ? problem(request, 405, "TRACE is not offered.", Map.of("Allow", allow)) : options(allow));
    }

    private static Answer options(String allow) {
        var fields = new LinkedHashMap<String, String>();
        fields.put("Allow", allow);
        return Answer.of(204, fields, new byte[0]);
    }

    private static Answer problem(Request request, int status, String detail, Map<String, String> more) {
        return Problems.of(status, detail, request.notes().trace().requestId(), more);
    }

    /** {@code 1*DIGIT}, once: of two numbers nobody knows which one the next hop believes. */
    private static boolean isNumber(Text first, Request request) {
        for (int i = 0; i < first.length(); i++) {
            if (first.at(i) < '0' || first.at(i) > '9') {
                return false;
            }
        }
        return !first.isEmpty() && request.field(MAX_FORWARDS, 1) == null;
    }

    private static boolean isZero(@Nullable Text number) {
        for (int i = 0; number != null && i < number.length(); i++) {
            if (number.at(i) != '0') {
                return false;
            }
        }
        return true;
    }
}
