package dev.drover.screen;

import dev.drover.observe.use.Row;
import dev.drover.observe.verdict.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What there is to show of a host at one moment.
 *
 * @param host its name and what it is
 * @param seconds over which the rows are averages
 * @param verdict what is told of it: it does not flap
 * @param since when the same is told
 * @param trails how the utilisation of each row moved in the last minute, oldest first; not a number where it was not measurable
 */
public record Moment(
        String host,
        Instant at,
        double seconds,
        List<Row> rows,
        Verdict verdict,
        Optional<Instant> since,
        Map<String, List<Double>> trails) {}
