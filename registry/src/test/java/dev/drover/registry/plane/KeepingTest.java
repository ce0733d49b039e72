package dev.drover.registry.plane;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.drover.model.Coordination;
import dev.drover.model.Secret;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class KeepingTest {
    @Test
    void sharesNoModelWhereAnybodyMayWriteOne() {
        assertEquals(
                List.of(false, true),
                List.of(isGuarded(Optional.empty()), isGuarded(Optional.of(new Secret.Plain("x")))));
    }

    private static boolean isGuarded(Optional<Secret> secret) {
        return new Keeping(new Coordination.Connect(List.of("zk-1:2181"), secret), List.of()).isGuarded();
    }
}
