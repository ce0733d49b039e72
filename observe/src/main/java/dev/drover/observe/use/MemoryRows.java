package dev.drover.observe.use;

import dev.drover.observe.counter.Measured;
import dev.drover.observe.counter.Named;
import dev.drover.observe.counter.cpu.Pressure;
import dev.drover.observe.counter.memory.Memory;
import dev.drover.observe.counter.memory.MemoryErrors;
import dev.drover.observe.rule.Unit;
import dev.drover.observe.sample.Window;
import java.util.List;

/** Memory and swap. */
final class MemoryRows {
    private static final double USED = 0.9;
    private static final double WAITED = 0.05;
    private static final double MANY_PAGES = 100;

    private MemoryRows() {}

    static void add(Window window, List<Row> rows) {
        Measured<Named> info = window.now(Memory.INFO);
        rows.add(new Row(
                Row.Kind.MEMORY,
                "memory",
                info.then(Memory::available).map(free -> Figure.share(1 - free, USED, "used")),
                window.change(Pressure.MEMORY)
                        .then(Pressure::some)
                        .map(some -> Figure.share(some, WAITED, "of the time somebody waited")),
                UseTable.rate(window, Memory.EVENTS, "oom_kill")
                        .map(kills -> Figure.never(kills, "killed for want of it"))));
        rows.add(new Row(
                Row.Kind.MEMORY,
                "swap",
                info.then(MemoryRows::swapUsed),
                UseTable.sum(
                                UseTable.rate(window, Memory.EVENTS, "pswpin"),
                                UseTable.rate(window, Memory.EVENTS, "pswpout"))
                        .map(pages -> new Figure(pages, Unit.PER_SECOND, "pages moved", MANY_PAGES)),
                Measured.not("the kernel counts no errors of swap")));
        rows.add(new Row(
                Row.Kind.MEMORY,
                "memory modules",
                Measured.not("that of memory is told above"),
                Measured.not("that of memory is told above"),
                window.change(MemoryErrors.GROUP)
                        .then(change -> change.rate(e -> e.corrected() + e.uncorrected()))
                        .map(errors -> Figure.never(errors, "errors of bits"))));
    }

    private static Measured<Figure> swapUsed(Named info) {
        return info.get("SwapTotal")
                .then(total -> info.get("SwapFree")
                        .then(free -> total == 0
                                ? Measured.not("this host has no swap")
                                : Measured.of(Figure.share(1 - free / (double) total, 1, "used"))));
    }
}
