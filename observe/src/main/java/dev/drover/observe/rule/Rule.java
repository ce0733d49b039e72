package dev.drover.observe.rule;

import dev.drover.observe.sample.Window;

/**
 * A rule: looks at the counters of a window and says whether its kind of trouble is there.
 *
 * <p>A verdict that a resource is short needs somebody who waited for it: pressure, run delay, queueing, drops, throttled time.
 */
public interface Rule {
    RuleFacts facts();

    Outcome judge(Window window);
}
