package dev.drover.registry.query;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a query asks for: the field {@code Service} of its definition.
 *
 * @param ignoreCheckIds checks that do not count
 * @param near a node to sort by, {@code _agent} or {@code _ip}; empty to shuffle
 * @param tags those it must have, and those it must not, which begin with {@code !}
 * @param connect only instances that can be reached through Connect
 */
public record ServiceQuery(
        String service,
        Failover failover,
        boolean onlyPassing,
        List<String> ignoreCheckIds,
        String near,
        List<String> tags,
        Map<String, String> nodeMeta,
        Map<String, String> serviceMeta,
        boolean connect) {
    private static final int MOST_META = 64;
    private static final int LONGEST_KEY = 128;
    private static final int LONGEST_VALUE = 512;

    public ServiceQuery {
        ignoreCheckIds = List.copyOf(ignoreCheckIds);
        tags = List.copyOf(tags);
        nodeMeta = Map.copyOf(nodeMeta);
        serviceMeta = Map.copyOf(serviceMeta);
    }

    /** Everything that is healthy of a service, here. */
    public static ServiceQuery of(String service) {
        return new ServiceQuery(service, Failover.NONE, false, List.of(), "", List.of(), Map.of(), Map.of(), false);
    }

    void check() throws BadQuery {
        if (service.isEmpty()) {
            throw new BadQuery("Must provide a Service name to query");
        }
        if (failover.nearestN() < 0) {
            throw new BadQuery("Bad NearestN '" + failover.nearestN() + "', must be >= 0");
        }
        if (nodeMeta.size() > MOST_META) {
            throw new BadQuery("Node metadata cannot contain more than " + MOST_META + " key/value pairs");
        }
        for (var pair : nodeMeta.entrySet()) {
            String wrong = wrongWith(pair.getKey(), pair.getValue());
            if (!wrong.isEmpty()) {
                throw new BadQuery(
                        "Couldn't load metadata pair ('" + pair.getKey() + "', '" + pair.getValue() + "'): " + wrong);
            }
        }
    }

    private static String wrongWith(String key, String value) {
        if (key.isEmpty()) {
            return "Key cannot be blank";
        }
        if (!key.chars().allMatch(ServiceQuery::isOfKey)) {
            return "Key contains invalid characters";
        }
        if (key.length() > LONGEST_KEY) {
            return "Key is too long (limit: " + LONGEST_KEY + " characters)";
        }
        return value.length() > LONGEST_VALUE ? "Value is too long (limit: " + LONGEST_VALUE + " characters)" : "";
    }

    private static boolean isOfKey(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    }

    /** Those it lets through, in their order. */
    public List<Candidate> select(List<Candidate> candidates) {
        var must = lowered(false);
        var mustNot = lowered(true);
        return candidates.stream()
                .filter(c -> c.isHealthy(onlyPassing, ignoreCheckIds))
                .filter(c -> c.node().meta().entrySet().containsAll(nodeMeta.entrySet()))
                .filter(c -> c.service().meta().entrySet().containsAll(serviceMeta.entrySet()))
                .filter(c -> {
                    var has = c.service().tags().stream()
                            .map(t -> t.toLowerCase(Locale.ROOT))
                            .collect(Collectors.toSet());
                    return has.containsAll(must) && mustNot.stream().noneMatch(has::contains);
                })
                .toList();
    }

    /** Tags without regard to case, without their exclamation marks. */
    private Set<String> lowered(boolean excluded) {
        return tags.stream()
                .filter(t -> t.startsWith("!") == excluded)
                .map(t -> (excluded ? t.substring(1) : t).toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
    }
}
