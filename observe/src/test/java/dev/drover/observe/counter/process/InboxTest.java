package dev.drover.observe.counter.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;

class InboxTest {
    private static final String REAL = """
              sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
               0: 0100007F:819F 00000000:0000 0A 00000000:00000003 00:00000000 00000000     0        0 100 1 00000000cdc847f2 100 0 0 10 0
               1: 0100007F:819F 0100007F:C001 01 00000000:00000040 00:00000000 00000000     0        0 101 1 00000000265ba5c9 100 0 0 10 0
               2: 0100007F:819F 0100007F:C002 01 00000000:00000000 00:00000000 00000000     0        0 102 1 00000000265ba5c9 100 0 0 10 0
               3: 0100007F:819F 0100007F:C003 08 00000000:00000001 00:00000000 00000000     0        0 103 1 00000000265ba5c9 100 0 0 10 0
               4: 0100007F:1111 0100007F:C004 01 00000000:00000999 00:00000000 00000000     0        0 999 1 00000000265ba5c9 100 0 0 10 0
            """;

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void countsWhatWaitsInItsOwnSocketsOnly() {
        assertEquals(
                new Inbox(3, 2, 3),
                Inbox.parse(bytes(REAL), Set.of("100", "101", "102", "103")).orElse(new Inbox(0, 0, 0)));
    }

    @Test
    void refusesLinesCutShort() {
        assertFalse(Inbox.parse(bytes(REAL.substring(0, 115)), Set.of()).isMeasured());
    }
}
