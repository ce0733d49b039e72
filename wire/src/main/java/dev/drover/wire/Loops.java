package dev.drover.wire;

import dev.drover.plane.Ticker;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The event loops of this process, one per core unless told otherwise. */
public final class Loops implements AutoCloseable {
    private final MultiThreadIoEventLoopGroup group;
    private final List<Loop> all;

    private Loops(MultiThreadIoEventLoopGroup group, List<Loop> all) {
        this.group = group;
        this.all = List.copyOf(all);
    }

    /** Starts so many threads, at least 1. */
    public static Loops start(int count, Ticker ticker) {
        return start(count, ticker, Transport.best());
    }

    public static Loops start(int count, Ticker ticker, Transport transport) {
        if (System.getProperty("io.netty.leakDetection.level") == null) {
            // Sampling costs a stack trace for every 128th buffer; tests ask for all of them.
            ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
        }
        var group =
                new MultiThreadIoEventLoopGroup(count, new DefaultThreadFactory("loop", true), transport.handlers());
        var all = new ArrayList<Loop>();
        for (EventExecutor executor : group) {
            all.add(new Loop(all.size(), (EventLoop) executor, transport, ticker));
        }
        return new Loops(group, all);
    }

    public List<Loop> all() {
        return all;
    }

    public Loop get(int index) {
        return all.get(index);
    }

    public int count() {
        return all.size();
    }

    /** The loop around a thread of these. */
    public Loop of(EventLoop events) {
        for (Loop loop : all) {
            if (loop.events() == events) {
                return loop;
            }
        }
        throw new IllegalArgumentException("not one of these loops: " + events);
    }

    /** All of them as Netty's bootstraps want them. */
    public EventLoopGroup group() {
        return group;
    }

    /** Closes all connections and ends the threads. */
    @Override
    public void close() {
        var _ = group.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(5, TimeUnit.SECONDS);
    }
}
