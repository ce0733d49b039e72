package dev.drover.policy.balance;

import dev.drover.board.InstanceId;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The instances that one request has been to. Kept by identity of name, not by position, so that it holds across generations.
 * May be used again for the next request after {@link #clear}.
 */
public final class Tried {
    private static final InstanceId[] NOTHING = {};

    private @Nullable InstanceId[] ids = NOTHING;
    private int size;

    public void add(InstanceId id) {
        if (size == ids.length) {
            ids = Arrays.copyOf(ids, size + 4);
        }
        ids[size++] = id;
    }

    public boolean contains(InstanceId id) {
        for (int i = 0; i < size; i++) {
            if (id.equals(ids[i])) {
                return true;
            }
        }
        return false;
    }

    public int size() {
        return size;
    }

    public void clear() {
        Arrays.fill(ids, 0, size, null);
        size = 0;
    }
}
