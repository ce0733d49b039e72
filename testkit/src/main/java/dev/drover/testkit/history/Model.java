package dev.drover.testkit.history;

import org.jspecify.annotations.Nullable;

/**
 * What one copy does that is used by one client at a time.
 *
 * @param <S> its state: immutable, and equal to another exactly if both behave the same from then on
 * @param <I> what is asked for
 * @param <O> what is answered
 */
public interface Model<S, I, O> {
    /**
     * The part that an operation touches. Parts share nothing, so that each can be judged alone: a history is linearizable exactly
     * if it is for each part (locality: Herlihy and Wing, section 3.1).
     */
    Object part(I input);

    /** The state of a part before anybody touched it. */
    S initial();

    /**
     * The state after an operation, or null if it cannot have had that output in this state.
     *
     * @param output null if unknown: then whatever the operation does in this state is right
     */
    @Nullable
    S after(S state, I input, @Nullable O output);
}
