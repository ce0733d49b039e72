package dev.drover.registry.ensemble;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RollTest {
    private static final Ports PORTS = new Ports(2281, 2282, 2283);

    @Test
    void readsWhatZooKeeperWrites() throws Exception {
        var read = Roll.parse("server.4=10.0.0.4:2282:2283:observer;10.0.0.4:2281\n"
                + "server.1=[2001:db8::1]:2282:2283:participant;[2001:db8::1]:2281\nversion=10000001f");
        assertEquals(0x10000001fL, read.version());
        assertEquals(
                List.of(new Seat(1, "2001:db8:0:0:0:0:0:1", PORTS, true), new Seat(4, "10.0.0.4", PORTS, false)),
                read.seats());
        assertEquals(read.seats(), Roll.parse(read.text()).seats());
        assertEquals(List.of(read.seats().getFirst()), read.at("2001:db8::1"));
    }

    @Test
    void refusesWhatIsNoList() {
        assertThrows(IOException.class, () -> Roll.parse("server.1=nonsense"));
        assertThrows(IOException.class, () -> Roll.parse("version=xyz"));
    }

    @Test
    void givesNumbersThatNobodyElseChoosesAtTheSameTime() {
        var taken = new Roll(1, List.of(new Seat(1, "10.0.0.1", PORTS, true), new Seat(3, "10.0.0.3", PORTS, true)));
        var chosen = new HashSet<Integer>();
        for (int position = 0; position < 3; position++) {
            chosen.add(taken.freeNumber(position, 3, n -> n != 6).orElseThrow());
        }
        assertEquals(new HashSet<>(List.of(4, 2, 9)), chosen, "6 was somebody's before");
        var full = new Roll(
                1,
                java.util.stream.IntStream.rangeClosed(1, Seat.MOST)
                        .mapToObj(i -> new Seat(i, "10.0.1." + i, PORTS, true))
                        .toList());
        assertEquals(Optional.empty(), full.freeNumber(0, 1, n -> true));
    }
}
