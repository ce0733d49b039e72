package dev.drover.plane;

import dev.drover.plane.control.Refused;
import dev.drover.plane.control.Roster;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Port: who keeps the registry, and who uses it. Offered by the registry, asked for by the node. Blocking, for seconds where somebody is missing. */
public interface Members {
    Roster roster();

    /**
     * Ends somebody's vote, and forgets it where it is gone.
     *
     * @param who name or address; null: this node
     * @param force also where no further loss would be borne then
     * @return what was done
     */
    String leave(@Nullable String who, boolean force) throws Refused;

    /** This node takes up its seat again. Returns what follows, before it has happened. */
    String join() throws Refused;

    /**
     * Ends this node's vote, if it has one, and has it take along what it registered when it ends. Returns what was done.
     *
     * @param force as in {@link #leave}
     */
    String goForGood(boolean force) throws Refused;

    /** Without a registry. */
    static Members none() {
        return new Members() {
            @Override
            public Roster roster() {
                return new Roster("", Roster.Kept.NOWHERE, null, null, List.of(), List.of(), List.of());
            }

            @Override
            public String leave(@Nullable String who, boolean force) throws Refused {
                throw new Refused(Refused.Cause.CONFLICT, "this node has no registry");
            }

            @Override
            public String join() throws Refused {
                throw new Refused(Refused.Cause.CONFLICT, "this node has no registry");
            }

            @Override
            public String goForGood(boolean force) throws Refused {
                throw new Refused(Refused.Cause.CONFLICT, "this node has no registry");
            }
        };
    }
}
