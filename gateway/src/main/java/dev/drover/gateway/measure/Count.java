package dev.drover.gateway.measure;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** A number with one writing thread and any readers: no atomic instruction, since a store that nobody competes for needs none. */
public final class Count {
    private static final VarHandle VALUE;

    static {
        try {
            VALUE = MethodHandles.lookup().findVarHandle(Count.class, "value", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    @SuppressWarnings("unused")
    private long value;

    /** By the writing thread only. */
    public void add(long more) {
        VALUE.setOpaque(this, (long) VALUE.get(this) + more);
    }

    /** By the writing thread only. */
    public void set(long now) {
        VALUE.setOpaque(this, now);
    }

    public long get() {
        return (long) VALUE.getOpaque(this);
    }
}
