package dev.drover.policy.outlier;

import java.util.ArrayList;
import java.util.List;

/** Finds the instances of a service whose success rate lies far below their siblings'. */
public final class Outliers {
    private Outliers() {}

    /**
     * An instance that stands out.
     *
     * @param index among the records that were given
     * @param percent its success rate
     * @param siblings mean of the success rates of the others
     */
    public record Outlier(int index, double percent, double siblings) {}

    /**
     * Only instances with enough requests count, and there must be two of them.
     *
     * @param belowBy percent points; 0 is off
     */
    public static List<Outlier> of(List<LiveRecord> records, int belowBy, long now) {
        double sum = 0;
        int rated = 0;
        for (LiveRecord one : records) {
            if (one.isRated(now)) {
                sum += one.successPercent(now);
                rated++;
            }
        }
        var found = new ArrayList<Outlier>();
        for (int i = 0; rated > 1 && belowBy > 0 && i < records.size(); i++) {
            LiveRecord one = records.get(i);
            if (one.isRated(now)) {
                double percent = one.successPercent(now);
                double siblings = (sum - percent) / (rated - 1);
                if (siblings - percent >= belowBy) {
                    found.add(new Outlier(i, percent, siblings));
                }
            }
        }
        return found;
    }
}
