package dev.drover.gateway.trace;

import dev.drover.gateway.stage.Outcome;
import dev.drover.gateway.stage.Request;
import dev.drover.gateway.stage.Stage;
import dev.drover.gateway.stage.Text;
import dev.drover.gateway.stage.TraceId;
import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;

/**
 * Names the request: an id of its own, or the one that a trusted client gave, within the trace that the client is in, or a new
 * one. Trusted clients may also ask for {@code Server-Timing}, since it tells what is behind.
 */
public final class IdentifyStage implements Stage {
    private static final byte[] REQUEST_ID = bytes("x-request-id");
    private static final byte[] TRACEPARENT = bytes("traceparent");
    private static final byte[] TIMING = bytes("drover-timing");
    private static final byte[] YES = bytes("1");
    private static final int LONGEST_ID = 128;

    private final RandomGenerator random;

    /**
     * Makes the stage of one event loop.
     *
     * @param random of this loop
     */
    public IdentifyStage(RandomGenerator random) {
        this.random = random;
    }

    @Override
    public Outcome handle(Request request) {
        TraceId trace = request.notes().trace();
        trace.create(random.nextLong(), random.nextLong(), random.nextLong());
        Text parent = request.field(TRACEPARENT);
        if (parent != null) {
            TraceParent.read(parent, trace);
        }
        if (request.fromTrusted()) {
            trust(request, trace);
        }
        return Outcome.CONTINUE;
    }

    private static void trust(Request request, TraceId trace) {
        Text id = request.field(REQUEST_ID);
        if (id != null && isId(id)) {
            trace.given(id.string());
        }
        Text timing = request.field(TIMING);
        request.notes().timed(timing != null && timing.contentEquals(YES));
    }

    /** Letters, digits and what base64, UUIDs and paths are made of: nothing that a log or a line could mistake. */
    private static boolean isId(Text id) {
        if (id.isEmpty() || id.length() > LONGEST_ID) {
            return false;
        }
        for (int i = 0; i < id.length(); i++) {
            char one = id.charAt(i);
            if (one >= 0x7f || (!Character.isLetterOrDigit(one) && "-_.:/+=@".indexOf(one) < 0)) {
                return false;
            }
        }
        return true;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
