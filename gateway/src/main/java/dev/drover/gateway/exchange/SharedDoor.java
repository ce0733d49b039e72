package dev.drover.gateway.exchange;

import dev.drover.gateway.stage.Front;
import dev.drover.model.Listener;
import dev.drover.model.Network;
import dev.drover.model.Problem;
import dev.drover.plane.NotPrepared;
import dev.drover.wire.Loop;
import dev.drover.wire.Loops;
import dev.drover.wire.listen.Listening;
import io.netty.channel.socket.SocketChannel;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A bound address whose connections go to the exchange of the loop that accepted them. */
final class SharedDoor implements Front.Door {
    private final List<Exchange> exchanges;
    private final Listening listening;
    private final Consumer<SharedDoor> closed;
    private volatile @Nullable Entrance entrance;
    private boolean paused;

    private SharedDoor(Loops loops, List<Exchange> exchanges, Listener listener, Consumer<SharedDoor> closed)
            throws IOException {
        this.exchanges = exchanges;
        this.closed = closed;
        this.listening = Listening.open(
                loops, listener.address().host(), listener.address().port(), this::accepted);
    }

    static SharedDoor bind(Loops loops, List<Exchange> exchanges, Listener listener, Consumer<SharedDoor> closed)
            throws NotPrepared {
        try {
            return new SharedDoor(loops, exchanges, listener, closed);
        } catch (IOException e) {
            throw new NotPrepared(List.of(Problem.of(
                    listener.where().at("address"),
                    "listen." + listener.name() + ".address",
                    listener.address() + " cannot be listened on: " + e.getMessage())));
        }
    }

    private void accepted(Loop loop, SocketChannel connection) {
        Entrance through = entrance;
        if (through == null) {
            var _ = connection.close();
        } else {
            exchanges.get(loop.index()).accept(connection, through);
        }
    }

    @Override
    public synchronized void serve(Listener listener, Front.Keys keys, List<Network> trusted) {
        entrance = new Entrance(listener, ((HttpFront.LoadedKeys) keys).keys(), trusted);
        listening.accept(!paused);
    }

    /** Lets who wants to connect wait, or goes on accepting. */
    synchronized void pause(boolean wait) {
        paused = wait;
        listening.accept(!wait && entrance != null);
    }

    @Override
    public int port() {
        return listening.port();
    }

    @Override
    public void close() {
        closed.accept(this);
        listening.close();
    }
}
