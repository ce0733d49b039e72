package dev.drover.supervisor;

import dev.drover.board.Board;
import dev.drover.plane.Probes;
import dev.drover.plane.Ticker;
import dev.drover.plane.Traffic;
import dev.drover.supervisor.output.Logs;
import dev.drover.supervisor.process.Leftovers;
import dev.drover.supervisor.process.Ports;
import dev.drover.supervisor.process.Spawner;

/** What all crews and keepers work with. */
record Workshop(
        Board board,
        Traffic traffic,
        Probes probes,
        Ticker ticker,
        Spawner spawner,
        Ports ports,
        Leftovers leftovers,
        Logs logs,
        Backoff backoff) {}
