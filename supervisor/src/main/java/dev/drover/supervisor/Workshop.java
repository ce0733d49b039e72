package dev.drover.supervisor;

import dev.drover.board.Board;
import dev.drover.plane.Ticker;
import dev.drover.plane.Traffic;
import dev.drover.supervisor.output.Logs;
import dev.drover.supervisor.process.Leftovers;
import dev.drover.supervisor.process.Ports;
import dev.drover.supervisor.process.Spawner;
import java.time.Duration;

/**
 * What all crews and keepers work with.
 *
 * @param drain longest time that an instance's requests and upgraded connections are waited for
 */
record Workshop(
        Board board,
        Traffic traffic,
        Ticker ticker,
        Spawner spawner,
        Ports ports,
        Leftovers leftovers,
        Logs logs,
        Backoff backoff,
        Duration drain) {}
