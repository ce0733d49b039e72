package dev.drover.plane;

import dev.drover.board.InstanceId;

/** Port: how much live traffic an instance has. Offered by the gateway, asked for by whoever waits for a drain. */
public interface Traffic {
    /** Requests in flight and upgraded connections at this instance, over all event loops. */
    int inFlight(InstanceId id);

    /** New requests may go to this instance at this port of it: it is in service in the tables that are in force. */
    default boolean serves(InstanceId id, int port) {
        return true;
    }

    static Traffic none() {
        return id -> 0;
    }
}
