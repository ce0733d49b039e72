package dev.drover.health;

import dev.drover.board.InstanceId;
import dev.drover.plane.Reports;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Takes what instances' own checks say, and keeps it for the watch of their service, which may begin later. */
final class ReportDesk implements Reports {
    private final Map<InstanceId, Report> said = new ConcurrentHashMap<>();
    private final Map<String, Consumer<InstanceId>> listeners = new ConcurrentHashMap<>();

    @Override
    public void report(InstanceId id, Report report) {
        if (!report.equals(said.put(id, report))) {
            tell(id);
        }
    }

    @Override
    public void forget(InstanceId id) {
        if (said.remove(id) != null) {
            tell(id);
        }
    }

    private void tell(InstanceId id) {
        Consumer<InstanceId> listener = listeners.get(id.service());
        if (listener != null) {
            listener.accept(id);
        }
    }

    @Nullable
    Report of(InstanceId id) {
        return said.get(id);
    }

    /** @param listener called on the reporting thread with whom there is news of */
    void listen(String service, Consumer<InstanceId> listener) {
        listeners.put(service, listener);
    }

    void deaf(String service, Consumer<InstanceId> listener) {
        listeners.remove(service, listener);
    }
}
