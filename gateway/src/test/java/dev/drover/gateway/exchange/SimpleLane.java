package dev.drover.gateway.exchange;

import dev.drover.gateway.stage.Answer;
import dev.drover.gateway.stage.Connections;
import dev.drover.gateway.stage.FieldChanges;
import dev.drover.gateway.stage.Lane;
import dev.drover.gateway.stage.Notes;
import dev.drover.gateway.stage.Outcome;
import dev.drover.gateway.stage.Patience;
import dev.drover.gateway.stage.Replay;
import dev.drover.gateway.stage.Request;
import dev.drover.gateway.stage.Routed;
import dev.drover.gateway.stage.Upstream;
import dev.drover.plane.Evidence;
import dev.drover.policy.retry.Retrying;
import io.netty.buffer.ByteBuf;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Sends everything to the first upstream, tries the others after a failure, and keeps what it was told. */
final class SimpleLane implements Lane, Routed, Connections {
    final List<Upstream> upstreams = new CopyOnWriteArrayList<>();
    final List<String> told = new CopyOnWriteArrayList<>();
    final Set<Request> underWay = ConcurrentHashMap.newKeySet();
    final AtomicInteger entered = new AtomicInteger();
    final AtomicInteger ended = new AtomicInteger();
    final AtomicInteger open = new AtomicInteger();
    volatile Patience patience = new Patience(1000, 2000, 2000, 0);
    volatile long requestSize = 1 << 20;
    volatile int attempts = 1;
    volatile boolean closing;
    volatile boolean recording = true;
    volatile UnaryOperator<Outcome> decision = UnaryOperator.identity();

    @Override
    public Outcome enter(Request request) {
        entered.incrementAndGet();
        underWay.add(request);
        request.notes().trace().create(1, 2, 3);
        request.notes().routed(this);
        request.notes().patience(patience);
        request.notes().upstream(upstreams.getFirst());
        return decision.apply(Outcome.CONTINUE);
    }

    @Override
    public Outcome proceed(Request request, Outcome resumed) {
        return resumed;
    }

    @Override
    public void answered(Request request, int status) {
        tell("answered ", status);
    }

    @Override
    public boolean refuses(Request request, int status, Replay replay) {
        answered(request, status);
        return again(request, replay);
    }

    private void tell(Object... parts) {
        if (recording) {
            told.add(Arrays.stream(parts).map(String::valueOf).collect(Collectors.joining()));
        }
    }

    @Override
    public boolean mayRepeat(Request request) {
        return attempts > 1 && Retrying.isIdempotent(request.method());
    }

    private boolean again(Request request, Replay replay) {
        Notes notes = request.notes();
        boolean more = replay != Replay.IMPOSSIBLE && notes.attempts() < attempts;
        if (more) {
            notes.upstream(upstreams.get(notes.attempts() % upstreams.size()));
        }
        return more;
    }

    @Override
    public Outcome failed(Request request, Evidence.Failure failure, Replay replay) {
        tell("failed ", failure, " ", replay);
        int status = failure == Evidence.Failure.TIMEOUT ? 504 : 502;
        return again(request, replay) ? Outcome.CONTINUE : new Outcome.Respond(problem(request, status, "" + failure));
    }

    @Override
    public void ended(Request request) {
        ended.incrementAndGet();
        boolean wasEntered = request.notes().routed() != null;
        if (underWay.remove(request) != wasEntered) {
            told.add("ended twice");
        }
        tell("ended ", request.notes().status(), " ", request.notes().end());
    }

    @Override
    public Answer refuse(Request request, int status, String detail) {
        return problem(request, status, detail);
    }

    @Override
    public Answer problem(Request request, int status, String detail) {
        Answer answer = Answer.of(status, new LinkedHashMap<>(), detail.getBytes(StandardCharsets.UTF_8));
        return status == 400 || status == 408 ? answer.closing() : answer;
    }

    @Override
    public boolean closing() {
        return closing;
    }

    @Override
    public Connections connections() {
        return this;
    }

    @Override
    public boolean opened(String listener, InetAddress peer) {
        open.incrementAndGet();
        return true;
    }

    @Override
    public void closed(String listener, InetAddress peer) {
        open.decrementAndGet();
    }

    @Override
    public void rejected(String listener, Connections.Reason reason) {
        tell("rejected ", reason);
    }

    @Override
    public String name() {
        return "all";
    }

    @Override
    public long requestSize() {
        return requestSize;
    }

    @Override
    public boolean rewrites() {
        return false;
    }

    @Override
    public void writePath(Request request, ByteBuf out) {
        throw new IllegalStateException("nothing is rewritten");
    }

    @Override
    public FieldChanges requestChanges() {
        return FieldChanges.none();
    }

    @Override
    public FieldChanges responseChanges() {
        return FieldChanges.none();
    }
}
