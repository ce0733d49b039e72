package dev.drover.plane;

import dev.drover.board.InstanceId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The port where no supervisor is: every service is unknown to it. */
final class NoProcesses implements Processes {
    @Override
    public List<State> states() {
        return List.of();
    }

    @Override
    public Map<InstanceId, Long> pids() {
        return Map.of();
    }

    @Override
    public List<Rollout> rollouts() {
        return List.of();
    }

    @Override
    public List<Line> logs(String service, Optional<String> instance, int lines) throws Unknown {
        throw unknown(service);
    }

    @Override
    public Tail follow(String service, Optional<String> instance, int lines) throws Unknown {
        throw unknown(service);
    }

    @Override
    public Restarted restart(String service, Consumer<Step> progress) throws Unknown {
        throw unknown(service);
    }

    private static Unknown unknown(String service) {
        return new Unknown(service + " is not run by Drover");
    }
}
