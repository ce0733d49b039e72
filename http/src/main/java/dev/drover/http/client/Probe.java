package dev.drover.http.client;

import dev.drover.http.head.ResponseHead;
import dev.drover.http.upstream.Fault;
import dev.drover.http.upstream.Link;
import dev.drover.http.upstream.Pool;
import dev.drover.http.upstream.Receiver;
import dev.drover.http.upstream.Taker;
import dev.drover.wire.Loop;
import dev.drover.wire.Timer;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One request to a target. A kept connection that proves stale is replaced by a new one, once. */
final class Probe extends Timer implements Taker, Receiver {
    /** A timer that goes off so much later than it should tells that the loop was not there to read. */
    private static final long LATE = Duration.ofMillis(100).toNanos();

    private static final byte[] NOTHING = new byte[0];

    private final Loop loop;
    private final ProbeRequest request;
    private final Consumer<ProbeResult> told;
    private final byte[] sought;
    private final long startedAt;
    private @Nullable Pool pool;
    private Pool.@Nullable Waiting waiting;
    private @Nullable Link link;
    private byte[] kept = NOTHING;
    private int size;
    private int status;
    private long connect;
    private long due;
    private boolean again;
    private boolean extended;
    private boolean enough;
    private boolean done;

    Probe(Loop loop, ProbeRequest request, Consumer<ProbeResult> told) {
        this.loop = loop;
        this.request = request;
        this.told = told;
        this.sought = request.until().getBytes(StandardCharsets.UTF_8);
        this.startedAt = loop.timers().nanos();
    }

    void start(Pool from, Duration timeout) {
        pool = from;
        connect = timeout.toMillis();
        due = startedAt + timeout.toNanos();
        loop.timers().armAt(this, due);
        waiting = from.take(this, connect);
    }

    @Override
    public void taken(Link taken) {
        waiting = null;
        link = taken;
        taken.begin(this, false, false);
        byte[] bytes = request.bytes();
        taken.write(taken.channel().alloc().ioBuffer(bytes.length).writeBytes(bytes));
        taken.flush();
    }

    @Override
    public void notTaken(Fault fault, String detail) {
        waiting = null;
        end(new ProbeResult.Failed(ProbeResult.Cause.CONNECT, detail));
    }

    @Override
    public void interim(ResponseHead head) {}

    @Override
    public void head(ResponseHead head, ByteBuf first, boolean last) {
        status = head.status();
        body(first, last);
    }

    @Override
    public void body(ByteBuf bytes, boolean last) {
        int take = Math.min(bytes.readableBytes(), request.keep() - size);
        if (take > 0) {
            kept = Arrays.copyOf(kept, size + take);
            bytes.readBytes(kept, size, take);
            size += take;
            enough |= size == request.keep() || hasSought(size - take);
        }
        bytes.release();
        if (last) {
            Link used = link;
            link = null;
            if (used != null) {
                used.release();
            }
            end(answered());
        }
    }

    /** Looked for where it may end: behind {@code before}. */
    private boolean hasSought(int before) {
        if (sought.length == 0) {
            return false;
        }
        for (int at = Math.max(0, before - sought.length + 1); at + sought.length <= size; at++) {
            if (Arrays.equals(kept, at, at + sought.length, sought, 0, sought.length)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void tunnelled(ByteBuf bytes) {
        bytes.release();
    }

    /**
     * Enough was seen: a body without end must not keep the check from its result. Told only now, as the body may have ended in
     * the same read, which keeps the connection.
     */
    @Override
    public void finished() {
        throw new IllegalStateException("a probe asks for no upgrade");
    }

    @Override
    public void readComplete() {
        if (enough) {
            end(answered());
        }
    }

    @Override
    public void writable(boolean now) {}

    @Override
    public void failed(Fault fault) {
        Link failed = link;
        link = null;
        Pool from = pool;
        boolean stale = fault == Fault.RESET && failed != null && !failed.isFresh() && !failed.hasSeenResponse();
        if (stale && !again && from != null) {
            again = true;
            waiting = from.take(this, connect);
        } else if (fault == Fault.GARBAGE) {
            end(new ProbeResult.Failed(ProbeResult.Cause.GARBAGE, fault.words()));
        } else {
            end(new ProbeResult.Failed(ProbeResult.Cause.RESET, fault.words()));
        }
    }

    /** The time that the loop itself was away is no fault of the instance: it gets as much again, once. */
    @Override
    protected void expired() {
        long late = loop.timers().nanos() - due;
        if (late > LATE && !extended) {
            extended = true;
            loop.timers().arm(this, Duration.ofNanos(late));
            return;
        }
        if (status > 0 && request.keep() == 0) {
            end(answered());
        } else {
            end(new ProbeResult.Failed(ProbeResult.Cause.TIMEOUT, "no response within " + connect + " ms"));
        }
    }

    private ProbeResult answered() {
        return new ProbeResult.Answered(
                status,
                new String(kept, 0, size, StandardCharsets.UTF_8),
                loop.timers().nanos() - startedAt);
    }

    private void end(ProbeResult result) {
        if (done) {
            return;
        }
        done = true;
        loop.timers().drop(this);
        Pool.Waiting wait = waiting;
        if (wait != null) {
            wait.cancel();
        }
        Link left = link;
        link = null;
        if (left != null) {
            left.abandon();
        }
        told.accept(result);
    }
}
