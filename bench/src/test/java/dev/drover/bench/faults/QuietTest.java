package dev.drover.bench.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** How busy a machine is. */
class QuietTest {
    @Test
    void countsWhatIsNeitherIdleNorWaitingForADisk() {
        long[] before = Quiet.times("cpu  100 0 100 1000 50 0 0 0 7 7");
        long[] after = Quiet.times("cpu  110 0 110 1060 70 0 0 0 7 7");
        assertEquals(0.2, Quiet.busy(before, after), 1e-9);
        assertEquals(0, Quiet.busy(after, after));
    }
}
