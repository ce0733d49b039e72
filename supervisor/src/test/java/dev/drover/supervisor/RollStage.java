package dev.drover.supervisor;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.board.Instance;
import dev.drover.board.InstanceId;
import dev.drover.board.Intent;
import dev.drover.board.ServiceState;
import dev.drover.board.Snapshot;
import dev.drover.plane.Processes.Restarted;
import dev.drover.plane.Processes.Step;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A stage with processes of one service that are replaced. */
@Timeout(60)
abstract class RollStage {
    static final String FOREVER = "exec sleep 1000";
    static final String OTHER = "exec sleep 2000";
    static final InstanceId ONE = new InstanceId("shop", "shop-1");

    @TempDir
    Path data;

    Stage stage;

    @BeforeEach
    void open() {
        stage = new Stage(data);
    }

    @AfterEach
    void close() {
        stage.close();
    }

    void up(int count, String script) throws Exception {
        stage.apply(stage.shell("shop", count, script));
        stage.awaitUp("shop", count);
    }

    Restarted restart(List<Step> steps) {
        try {
            return stage.plane.processes().restart("shop", steps::add);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    List<Long> pids() {
        return stage.plane.processes().states().stream()
                .map(s -> s.pid().orElse(-1))
                .toList();
    }

    Intent.Wish intent(InstanceId id) {
        return stage.board.now().instance(id).orElseThrow().intent().wish();
    }

    static List<String> what(List<Step> steps, String instance) {
        return steps.stream()
                .filter(s -> s.id().instance().equals(instance))
                .map(Step::what)
                .toList();
    }

    /** In no generation since then were fewer instances in service. */
    void assertFewestServed(int since, int fewest) {
        for (Snapshot s : stage.generations.subList(since, stage.generations.size())) {
            List<Instance> all = s.service("shop").map(ServiceState::instances).orElse(List.of());
            assertTrue(all.stream().filter(i -> i.standing().isIn()).count() >= fewest, s.toString());
        }
    }
}
