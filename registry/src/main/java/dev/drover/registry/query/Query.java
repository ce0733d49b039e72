package dev.drover.registry.query;

import dev.drover.registry.consul.go.GoDuration;
import dev.drover.registry.consul.go.Unreadable;
import org.jspecify.annotations.Nullable;

/**
 * A prepared query as its author defined it.
 *
 * @param id empty before it is registered
 * @param name what it is asked by, perhaps empty
 * @param session it ends with this session; empty for none
 * @param template null for a query that is asked for by its whole name
 * @param dnsTtl for answers over DNS, in Go's notation; empty for the default
 */
public record Query(
        String id, String name, String session, @Nullable Template template, ServiceQuery service, String dnsTtl) {
    /** Refuses what cannot be registered. */
    public void check() throws BadQuery {
        try {
            if (name.isEmpty()
                    && session.isEmpty()
                    && (template == null || template.type().isEmpty())) {
                throw new BadQuery("Must be bound to a session");
            }
            service.check();
            checkTtl();
        } catch (BadQuery e) {
            throw new BadQuery("Invalid prepared query: " + e.getMessage());
        }
        if (template != null) {
            CompiledQuery.of(this);
        }
    }

    private void checkTtl() throws BadQuery {
        if (dnsTtl.isEmpty()) {
            return;
        }
        try {
            var ttl = GoDuration.parse(dnsTtl);
            if (ttl.isNegative()) {
                throw new BadQuery("DNS TTL '" + ttl.toNanos() + "', must be >=0");
            }
        } catch (Unreadable e) {
            throw new BadQuery("Bad DNS TTL '" + dnsTtl + "': " + e.getMessage());
        }
    }

    Query with(ServiceQuery rendered) {
        return new Query(id, name, session, template, rendered, dnsTtl);
    }
}
