package dev.drover.registry.consul;

import dev.drover.registry.command.Command.Copying;
import dev.drover.registry.entry.Check;
import dev.drover.registry.snapshot.Archive;
import dev.drover.registry.state.Copy;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * {@code /v1/snapshot}: all that the registry holds, out as a file and back in. A file is looked through before anything changes, and
 * then everything changes at once.
 *
 * @see <a href="https://developer.hashicorp.com/consul/api-docs/snapshot">Consul: snapshot</a>
 */
final class SnapshotEndpoint {
    /** What an entry of the log takes at most is 1 MiB, in base 64. */
    private static final int PART = 512 << 10;

    private final Context context;

    SnapshotEndpoint(Context context) {
        this.context = context;
    }

    void register(Paths paths) {
        paths.at(
                "/v1/snapshot",
                List.of("GET", "PUT"),
                call -> call.method().equals("GET") ? save(call) : restore(call));
    }

    private Answer save(Call call) throws Refusal, InterruptedException {
        call.permit().demand(call.permit().rights().mayWriteOperator());
        return context.reads().whole(call, state -> {
            byte[] file = Archive.of(state, context.home().node().address() + ":" + OperatorEndpoints.SERVER_PORT);
            return Answer.bytes(200, "application/x-gzip", file).with("X-Consul-Index", String.valueOf(state.index()));
        });
    }

    private Answer restore(Call call) throws Refusal, IOException, InterruptedException {
        call.permit().demand(call.permit().rights().mayWriteOperator());
        context.reads().here(call);
        byte[] copy;
        try {
            long heap = Runtime.getRuntime().maxMemory();
            copy = Archive.copy(call.body(Room.file(heap, Archive.LARGEST)), Room.unpacked(heap));
        } catch (Archive.Unfit e) {
            throw Refusal.failed("failed to restore: " + e.getMessage() + ". Nothing was changed.");
        }
        String id = context.newId();
        try {
            int parts = 0;
            for (int from = 0; from < copy.length; from += PART) {
                byte[] part = Arrays.copyOfRange(copy, from, Math.min(copy.length, from + PART));
                context.writes().apply(call, new Copying.Part(id, parts++, part));
            }
            context.writes().apply(call, new Copying.Restore(id, parts, Copy.digest(copy), Check.LIVENESS));
            return Answer.done();
        } catch (Refusal e) {
            forget(call, id);
            throw e;
        }
    }

    private void forget(Call call, String id) throws InterruptedException {
        try {
            context.writes().apply(call, new Copying.Forget(id));
        } catch (Refusal e) {
            // Nothing can be written; the next restore takes the place of what was begun.
        }
    }
}
