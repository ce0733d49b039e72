package dev.drover;

import dev.drover.board.Instance;
import dev.drover.gateway.GatewayPlane;
import dev.drover.gateway.RouteAnswer;
import dev.drover.gateway.route.Explanation;
import dev.drover.gateway.route.Sketch;
import dev.drover.gateway.service.Preview;
import dev.drover.model.Balance;
import dev.drover.model.Model;
import dev.drover.plane.control.Refused;
import dev.drover.plane.control.RouteQuery;
import dev.drover.plane.control.Routing;
import java.net.InetAddress;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Map;

/** Says who would serve a request that nobody sent: the gateway's word on it, in the records that are sent to who asks. */
final class WhoServes {
    private WhoServes() {}

    /** As far as the file alone says it. */
    static Routing declared(Model model, RouteQuery query) throws Refused {
        return routing(model, RouteAnswer.declared(model, sketch(query)));
    }

    /** As the gateway of this node would do it now. */
    static Routing now(Model model, GatewayPlane gateway, RouteQuery query) throws Refused {
        return routing(model, gateway.explain(sketch(query)));
    }

    private static Routing routing(Model model, RouteAnswer answer) {
        Explanation told = answer.explanation();
        List<Routing.Verdict> routes = told.routes().stream()
                .map(v -> new Routing.Verdict(v.route(), v.where().toString(), v.matches(), v.why()))
                .toList();
        if (told.chosen().isEmpty()) {
            return new Routing(null, null, told.otherwise(), "", "", null, List.of(), routes);
        }
        Explanation.Chosen chosen = told.chosen().get();
        String service = chosen.service().orElse(null);
        return new Routing(
                chosen.route(),
                service,
                chosen.does(),
                chosen.upstreamPath(),
                service == null ? "" : balance(model, service),
                answer.preview()
                        .map(p -> new Routing.Choice(p.instance().orElse(null), p.certain(), p.why()))
                        .orElse(null),
                answer.preview().map(WhoServes::candidates).orElse(List.of()),
                routes);
    }

    private static Sketch sketch(RouteQuery query) throws Refused {
        List<Map.Entry<String, String>> fields = query.headers().stream()
                .map(h -> Map.entry(h.name(), h.value()))
                .toList();
        try {
            return Sketch.of(query.method(), query.url(), fields, InetAddress.getLoopbackAddress());
        } catch (URISyntaxException e) {
            throw new Refused(
                    Refused.Cause.BAD_INPUT,
                    "URL: " + query.url() + ": " + e.getReason() + " (expected: http://HOST/PATH, or /PATH)");
        }
    }

    private static String balance(Model model, String service) {
        return model.service(service).map(s -> words(s.balance())).orElse("");
    }

    private static String words(Balance balance) {
        return switch (balance) {
            case Balance.RoundRobin r -> "in turn, by weight";
            case Balance.LeastRequests l -> "the one with fewer requests, of two taken at random";
            case Balance.Hash(Balance.Key key) -> "always the same for the same " + words(key);
            case Balance.Sticky(String cookie, var lifetime) ->
                "the one that the cookie " + cookie + " names, else the one with fewer requests";
        };
    }

    private static String words(Balance.Key key) {
        return switch (key) {
            case Balance.Key.Header(String name) -> "header " + name;
            case Balance.Key.Cookie(String name) -> "cookie " + name;
            case Balance.Key.Client c -> "client address";
            case Balance.Key.RequestPath p -> "path";
        };
    }

    private static List<Routing.Candidate> candidates(Preview preview) {
        return preview.state().instances().stream().map(WhoServes::candidate).toList();
    }

    private static Routing.Candidate candidate(Instance instance) {
        return new Routing.Candidate(
                instance.id().instance(),
                instance.address().isUnresolved() ? instance.origin() : instance.hostPort(),
                instance.standing().isIn(),
                instance.standing().why());
    }
}
