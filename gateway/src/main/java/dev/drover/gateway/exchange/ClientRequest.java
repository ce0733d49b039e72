package dev.drover.gateway.exchange;

import dev.drover.gateway.stage.Answer;
import dev.drover.gateway.stage.Lane;
import dev.drover.gateway.stage.Notes;
import dev.drover.gateway.stage.Outcome;
import dev.drover.gateway.stage.Request;
import dev.drover.gateway.stage.Text;
import dev.drover.gateway.stage.Timeline;
import dev.drover.http.head.RequestHead;
import io.netty.util.concurrent.EventExecutor;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** The present request of a client connection, read where its head lies. One object per connection. */
final class ClientRequest implements Request {
    private static final Text ROOT = Text.of("/");
    private static final Text ASTERISK = Text.of("*");

    private final ClientConnection connection;
    private final RequestHead head;
    private final Peer peer;
    private final Notes notes = new Notes();
    private final View path = new View();
    private final View query = new View();
    private final View host = new View();
    private final View authority = new View();
    private final View field = new View();
    private @Nullable InetAddress client;
    private @Nullable String scheme;
    private long startedAt;
    private long endedAt;
    private boolean entered;

    ClientRequest(ClientConnection connection, RequestHead head, Peer peer) {
        this.connection = connection;
        this.head = head;
        this.peer = peer;
    }

    /** Forgets what was derived from the head before. */
    void start(long nanos) {
        startedAt = nanos;
        notes.start(nanos);
        client = null;
        scheme = null;
    }

    /** Whom it came from. */
    Peer peer() {
        return peer;
    }

    /** When its first byte came. */
    long startedAt() {
        return startedAt;
    }

    /** When the last one ended. */
    long endedAt() {
        return endedAt;
    }

    /** Its head is complete; {@code now} is when. */
    void decided(long now) {
        notes.timeline().enter(Timeline.State.DECIDE, now);
        notes.addReceived(head.size());
    }

    /** True from {@link #enter} or {@link #refuse} to {@link #end}. */
    boolean isEntered() {
        return entered;
    }

    Outcome enter() {
        entered = true;
        return lane().enter(this);
    }

    /** An answer to what cannot be entered. */
    Answer refuse(int status, String detail) {
        entered = true;
        return lane().refuse(this, status, detail);
    }

    /** It is over: the lane is told once. */
    void end(long now) {
        endedAt = now;
        notes.timeline().end(now);
        if (entered) {
            entered = false;
            lane().ended(this);
        }
    }

    private Lane lane() {
        return connection.exchange().lane();
    }

    @Override
    public String method() {
        return head.method();
    }

    @Override
    public Text path() {
        if (head.isAsterisk()) {
            return ASTERISK;
        }
        return head.pathStart() == head.pathEnd() ? ROOT : path.of(head.bytes(), head.pathStart(), head.pathEnd());
    }

    @Override
    public Text query() {
        return hasQuery() ? query.of(head.bytes(), head.queryStart(), head.queryEnd()) : query.of(head.bytes(), 0, 0);
    }

    @Override
    public boolean hasQuery() {
        return head.queryStart() >= 0;
    }

    @Override
    public Text host() {
        return host.of(head.bytes(), head.authorityStart(), head.hostEnd());
    }

    @Override
    public Text authority() {
        return authority.of(head.bytes(), head.authorityStart(), head.authorityEnd());
    }

    @Override
    public @Nullable Text field(byte[] lower) {
        return field(lower, 0);
    }

    @Override
    public @Nullable Text field(byte[] lower, int n) {
        int index = head.find(lower, n);
        return index < 0 ? null : field.of(head.bytes(), head.valueStart(index), head.valueEnd(index));
    }

    @Override
    public InetAddress client() {
        InetAddress known = client;
        if (known == null) {
            known = peer.client(head);
            client = known;
        }
        return known;
    }

    @Override
    public boolean fromTrusted() {
        return peer.isTrusted();
    }

    @Override
    public String scheme() {
        String known = scheme;
        if (known == null) {
            known = peer.scheme(head);
            scheme = known;
        }
        return known;
    }

    @Override
    public String protocol() {
        return head.minorVersion() == 1 ? "HTTP/1.1" : "HTTP/1.0";
    }

    @Override
    public String listener() {
        return connection.entrance().name();
    }

    @Override
    public Notes notes() {
        return notes;
    }

    @Override
    public EventExecutor loop() {
        return connection.exchange().loop().events();
    }

    @Override
    public void resume(Outcome outcome) {
        connection.resume(outcome);
    }
}
