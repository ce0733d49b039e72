package dev.drover.registry.consul;

import dev.drover.plane.control.Refused;
import dev.drover.registry.Registry;
import java.util.List;

/** Who keeps the order of writes, told as Consul tells of its servers and of agents that left. Quick: it tells what was seen lately. */
public interface Servers {
    /** All that have a vote. */
    List<Server> all();

    /** Agents that left for good. */
    List<Left> left();

    /** Takes a node out that failed. */
    void forceLeave(String node) throws Refused;

    /** One of them. */
    record Server(String id, String name, String address, boolean leads) {}

    /** An agent that left. */
    record Left(String name, String address) {}

    /** A node that keeps it for itself. */
    static Servers alone(Home home, Registry registry) {
        return new Servers() {
            @Override
            public List<Server> all() {
                boolean leads = registry.contact().leader();
                return List.of(
                        new Server(home.node().id(), home.name(), home.node().address(), leads));
            }

            @Override
            public List<Left> left() {
                return List.of();
            }

            @Override
            public void forceLeave(String node) throws Refused {
                throw new Refused(Refused.Cause.UNKNOWN, "No node found with name '" + node + "'");
            }
        };
    }
}
