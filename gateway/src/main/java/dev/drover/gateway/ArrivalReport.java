package dev.drover.gateway;

import dev.drover.gateway.stage.Request;
import dev.drover.gateway.stage.Text;
import dev.drover.plane.Arrivals;
import dev.drover.plane.Arrivals.Wanted;
import java.util.List;
import java.util.random.RandomGenerator;

/** Tells of some requests of one event loop that they arrived here, to whoever wants to know; a request that is not told of costs a comparison. */
final class ArrivalReport {
    private final Arrivals arrivals;
    private final RandomGenerator random;
    private Wanted wanted = Wanted.NOTHING;
    private int left;

    ArrivalReport(Arrivals arrivals, RandomGenerator random) {
        this.arrivals = arrivals;
        this.random = random;
    }

    @SuppressWarnings("ReferenceEquality") // the same object as long as it stays
    void ended(Request request) {
        Wanted now = arrivals.wanted();
        if (now != wanted) {
            wanted = now;
            left = gap();
        }
        if (now.every() == 0 || request.notes().unreadable()) {
            return;
        }
        if (endsIn(request.host(), now.endings())) {
            arrivals.arrived(request.host().string(), request.client(), 1);
        } else if (--left <= 0) {
            left = gap();
            arrivals.arrived(request.host().string(), request.client(), now.every());
        }
    }

    private int gap() {
        return wanted.every() <= 1 ? 1 : random.nextInt(1, 2 * wanted.every());
    }

    private static boolean endsIn(Text host, List<String> endings) {
        for (String ending : endings) {
            int from = host.length() - ending.length();
            if (from > 0 && endsIn(host, from, ending)) {
                return true;
            }
        }
        return false;
    }

    private static boolean endsIn(Text host, int from, String ending) {
        for (int i = ending.length() - 1; i >= 0; i--) {
            char c = host.charAt(from + i);
            if ((c >= 'A' && c <= 'Z' ? c + 32 : c) != ending.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
