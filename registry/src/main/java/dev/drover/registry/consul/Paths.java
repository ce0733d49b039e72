package dev.drover.registry.consul;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/**
 * What can be asked: paths and the methods each takes. A path that ends in a slash stands for everything below it, and the longest
 * one wins, as in Go's {@code http.ServeMux}.
 */
final class Paths {
    private final Map<String, Place> places = new TreeMap<>();
    private final BooleanSupplier known;

    private record Place(List<String> methods, Endpoint endpoint) {
        String allowed() {
            var allowed = new ArrayList<>(List.of("OPTIONS"));
            allowed.addAll(methods);
            return String.join(",", allowed);
        }
    }

    /** @param known whether there is anything to answer from; before, "there is no such service" would be believed */
    Paths(BooleanSupplier known) {
        this.known = known;
    }

    /** The same, to which more can be added. */
    Paths copy() {
        var copy = new Paths(known);
        copy.places.putAll(places);
        return copy;
    }

    Paths get(String path, Endpoint endpoint) {
        return at(path, List.of("GET"), endpoint);
    }

    Paths put(String path, Endpoint endpoint) {
        return at(path, List.of("PUT"), endpoint);
    }

    Paths at(String path, List<String> methods, Endpoint endpoint) {
        places.put(path, new Place(methods, endpoint));
        return this;
    }

    /** The answer, whoever gives it. */
    Answer answer(Call call) throws Refusal, IOException, InterruptedException {
        String pattern = pattern(call.path());
        Place place = places.get(pattern);
        if (place == null) {
            return Answer.empty(404);
        }
        if (call.method().equals("OPTIONS")) {
            return Answer.empty(200).with("Allow", place.allowed());
        }
        if (!place.methods().contains(call.method())) {
            throw Refusal.method(call.method(), place.allowed());
        }
        if (!known.getAsBoolean()) {
            throw Refusal.failed("No cluster leader");
        }
        return place.endpoint().answer(call.below(pattern));
    }

    private String pattern(String path) {
        if (places.containsKey(path)) {
            return path;
        }
        int slash = path.lastIndexOf('/');
        while (slash >= 0) {
            String above = path.substring(0, slash + 1);
            if (places.containsKey(above)) {
                return above;
            }
            slash = path.lastIndexOf('/', slash - 1);
        }
        return "";
    }
}
