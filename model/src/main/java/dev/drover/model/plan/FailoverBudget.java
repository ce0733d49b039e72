package dev.drover.model.plan;

import dev.drover.model.Health;
import dev.drover.model.Service;
import dev.drover.model.Spelling;
import java.util.Locale;

/**
 * How long, at worst, requests still go to an instance that died: until enough checks failed, and until all planes know.
 *
 * <p>At worst the instance dies right after it answered a check. The first failing check then begins one interval (with its
 * jitter) later, the last of {@code fall} begins {@code fall} intervals later, and fails when its timeout is over.
 *
 * @param detectionSeconds 0 where there is no active check
 * @param propagationSeconds from the verdict until the last plane has swapped its tables
 * @param arithmetic the sum as it was made, to be checked by hand
 * @param traffic what live traffic finds sooner; empty where evidence is off
 */
public record FailoverBudget(
        String service, double detectionSeconds, double propagationSeconds, String arithmetic, String traffic) {
    /** A generation of the board is handed to the planes within the same call; a tenth of a second is generous. */
    private static final double PROPAGATION = 0.1;

    public double totalSeconds() {
        return detectionSeconds + propagationSeconds;
    }

    /** Whether an active check bounds it at all. */
    public boolean isBounded() {
        return detectionSeconds > 0;
    }

    public static FailoverBudget of(Service service) {
        Health health = service.health();
        String traffic = traffic(health.evidence());
        if (health.check() instanceof Health.Check.None) {
            String unbounded = "no active check: unbounded" + (traffic.isEmpty() ? "" : ", live traffic alone ejects");
            return new FailoverBudget(service.name(), 0, PROPAGATION, unbounded, traffic);
        }
        if (health.check() instanceof Health.Check.Registered) {
            String asRegistered = "by the checks that instances register: their interval and timeout + propagation "
                    + number(PROPAGATION) + "s";
            return new FailoverBudget(service.name(), 0, PROPAGATION, asRegistered, traffic);
        }
        double interval = health.interval().toMillis() / 1000.0;
        double timeout = health.timeout().toMillis() / 1000.0;
        double detection = health.fall() * interval * (100 + health.jitterPercent()) / 100 + timeout;
        String jitter =
                health.jitterPercent() == 0 ? "" : " x " + number((100 + health.jitterPercent()) / 100.0) + " jitter";
        String arithmetic =
                "fall " + health.fall() + " x interval " + Spelling.of(health.interval()) + jitter + " + timeout "
                        + Spelling.of(health.timeout()) + " + propagation " + number(PROPAGATION) + "s = "
                        + number(detection + PROPAGATION) + "s";
        return new FailoverBudget(service.name(), detection, PROPAGATION, arithmetic, traffic);
    }

    private static String traffic(Health.Evidence evidence) {
        if (evidence.failures() > 0) {
            return "under traffic sooner: " + evidence.failures() + " failed requests in a row eject";
        }
        return evidence.successRate() > 0
                ? "under traffic sooner: a success rate " + evidence.successRate() + "% below its siblings' ejects"
                : "";
    }

    static String number(double value) {
        String text = String.format(Locale.ROOT, "%.3f", value);
        int end = text.length();
        while (text.charAt(end - 1) == '0') {
            end--;
        }
        return text.substring(0, text.charAt(end - 1) == '.' ? end - 1 : end);
    }
}
