package dev.drover.gateway.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.drover.gateway.stage.Text;
import dev.drover.gateway.stage.TraceId;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceParentTest {
    private static final String OWN = "00000000000000010000000000000002";
    private static final String THEIRS = "0af7651916cd43dd8448eb211c80319c";

    private static TraceId read(String field) {
        var trace = new TraceId();
        trace.create(1, 2, 3);
        TraceParent.read(Text.of(field), trace);
        return trace;
    }

    private static String written(TraceId trace) {
        ByteBuf out = Unpooled.buffer();
        try {
            trace.writeTraceparent(out);
            return out.toString(StandardCharsets.US_ASCII);
        } finally {
            out.release();
        }
    }

    @Test
    void goesOnWithTheTraceOfTheClientAsANewSpan() {
        TraceId trace = read("00-" + THEIRS + "-b7ad6b7169203331-01");
        assertEquals("00-" + THEIRS + "-0000000000000003-01", written(trace));
        assertEquals(THEIRS, trace.traceId());
        assertEquals(OWN, trace.requestId());
    }

    @Test
    void readsTheBeginningOfALaterVersion() {
        assertEquals(
                THEIRS,
                read("cc-" + THEIRS + "-b7ad6b7169203331-01-what-comes-later").traceId());
        assertEquals(THEIRS, read("cc-" + THEIRS + "-b7ad6b7169203331-01").traceId());
    }

    /** Most are cases of the W3C's own test suite. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00",
                "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "00-00000000000000000000000000000000-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
                "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-0",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-extra",
                "cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01.extra",
                ".0-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319.-b7ad6b7169203331-01",
                "00_0af7651916cd43dd8448eb211c80319c_b7ad6b7169203331_01"
            })
    void beginsATraceOfItsOwnForWhatIsNotValid(String field) {
        assertEquals(OWN, read(field).traceId());
        assertEquals("00-" + OWN + "-0000000000000003-00", written(read(field)));
    }
}
