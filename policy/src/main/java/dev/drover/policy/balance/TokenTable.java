package dev.drover.policy.balance;

import dev.drover.policy.hash.Hash64;
import java.util.Arrays;
import java.util.List;

/** Finds the index of a token without making a string: open addressing, at most half full. Immutable. */
final class TokenTable {
    private final List<String> tokens;
    private final int[] slots;

    TokenTable(List<String> tokens) {
        this.tokens = List.copyOf(tokens);
        this.slots = new int[Integer.highestOneBit(Math.max(1, tokens.size())) * 4];
        Arrays.fill(slots, -1);
        for (int i = 0; i < tokens.size(); i++) {
            int slot = slot(tokens.get(i));
            while (slots[slot] >= 0) {
                slot = next(slot);
            }
            slots[slot] = i;
        }
    }

    String token(int index) {
        return tokens.get(index);
    }

    /** Negative if no instance has it. */
    int find(CharSequence token) {
        int slot = slot(token);
        while (slots[slot] >= 0) {
            if (CharSequence.compare(tokens.get(slots[slot]), token) == 0) {
                return slots[slot];
            }
            slot = next(slot);
        }
        return -1;
    }

    private int slot(CharSequence token) {
        return (int) Hash64.of(token) & (slots.length - 1);
    }

    private int next(int slot) {
        return (slot + 1) & (slots.length - 1);
    }
}
