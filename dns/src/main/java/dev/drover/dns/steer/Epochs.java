package dev.drover.dns.steer;

import dev.drover.model.AnswerStep;
import dev.drover.model.Dns;
import dev.drover.model.Model;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** How often each spread that draws anew has done so: while these numbers stay, so do the orders. */
public record Epochs(List<Long> numbers) {
    public Epochs {
        numbers = List.copyOf(numbers);
    }

    public static Epochs of(Model model, Instant now) {
        return new Epochs(model.dns().orElseGet(Dns::none).zones().values().stream()
                .flatMap(zone -> zone.names().values().stream())
                .flatMap(name -> name.answer().stream())
                .map(step -> step instanceof AnswerStep.Spread spread ? spread.every() : Optional.<Duration>empty())
                .flatMap(Optional::stream)
                .map(every -> now.toEpochMilli() / every.toMillis())
                .toList());
    }
}
