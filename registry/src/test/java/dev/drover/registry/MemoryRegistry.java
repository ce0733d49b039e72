package dev.drover.registry;

import dev.drover.registry.command.Command;
import dev.drover.registry.command.Outcome;
import dev.drover.registry.replica.Replica;
import dev.drover.registry.state.Transition;
import java.time.Duration;
import java.time.InstantSource;

/** A registry of one node without anything beneath it: the same commands, the same states, nothing kept. */
public final class MemoryRegistry implements Registry {
    private final Replica replica = new Replica();
    private final InstantSource clock;
    private boolean cutOff;
    private Contact contact = Contact.NOW;

    public MemoryRegistry(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public Replica replica() {
        return replica;
    }

    @Override
    public synchronized Outcome apply(Command command) throws Unavailable {
        if (cutOff) {
            throw new Unavailable("No cluster leader", false);
        }
        var next = Transition.of(state(), command, state().index() + 1, clock.instant());
        replica.publish(next.state(), next.touched());
        return next.outcome();
    }

    @Override
    public synchronized void consistent() throws Unavailable {
        if (cutOff) {
            throw new Unavailable("No cluster leader", false);
        }
    }

    @Override
    public synchronized Contact contact() {
        return cutOff && contact.leader() ? new Contact(false, Duration.ofSeconds(1)) : contact;
    }

    /** How long ago something could be written last. */
    public synchronized void contact(Contact now) {
        contact = now;
    }

    /** From now on nothing can be written, or again. */
    public synchronized void cutOff(boolean gone) {
        cutOff = gone;
    }
}
