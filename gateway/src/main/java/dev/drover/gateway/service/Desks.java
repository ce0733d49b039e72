package dev.drover.gateway.service;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** All services of one event loop. */
public final class Desks {
    private final LoopContext loop;
    private final Map<String, ServiceDesk> byName = new ConcurrentHashMap<>();
    private ServiceDesk[] byPlace = {};

    public Desks(LoopContext loop) {
        this.loop = loop;
    }

    /**
     * Takes the tables of a newer generation, in the order of the model. A service that is gone retires its instances; what is in
     * flight there finishes.
     */
    public void adopt(List<ServiceTable> tables) {
        var gone = new HashMap<>(byName);
        byPlace = tables.stream()
                .map(table -> {
                    gone.remove(table.service().name());
                    return take(table);
                })
                .toArray(ServiceDesk[]::new);
        gone.forEach((name, desk) -> {
            desk.close();
            byName.remove(name);
        });
    }

    private ServiceDesk take(ServiceTable table) {
        String name = table.service().name();
        ServiceDesk desk = byName.get(name);
        if (desk == null) {
            desk = new ServiceDesk(table, loop);
            byName.put(name, desk);
        } else {
            desk.adopt(table);
        }
        return desk;
    }

    public void close() {
        byName.values().forEach(ServiceDesk::close);
    }

    /** By place in the model. */
    ServiceDesk at(int place) {
        return byPlace[place];
    }

    /** By name; to be read anywhere. */
    public Map<String, ServiceDesk> byName() {
        return byName;
    }
}
