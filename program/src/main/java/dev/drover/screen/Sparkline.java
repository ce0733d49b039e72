package dev.drover.screen;

import java.util.List;

/** A row of small bars, newest at the right: shares from 0 to 1 fill it, other numbers are held against the largest of them. */
final class Sparkline {
    private static final String BARS = "▁▂▃▄▅▆▇█";
    private static final String PLAIN = "_.:-=+*#";

    private Sparkline() {}

    /**
     * @param shares whether the values go from 0 to 1
     * @param unicode whether the terminal can show block elements
     */
    static String of(List<Double> values, boolean shares, int width, boolean unicode) {
        String bars = unicode ? BARS : PLAIN;
        double most = shares
                ? 1
                : values.stream()
                        .filter(Double::isFinite)
                        .mapToDouble(v -> v)
                        .max()
                        .orElse(1);
        List<Double> shown = values.subList(Math.max(0, values.size() - width), values.size());
        var text = new StringBuilder(" ".repeat(Math.max(0, width - shown.size())));
        for (double value : shown) {
            if (Double.isFinite(value)) {
                int height = most <= 0 ? 0 : (int) Math.round(value / most * (bars.length() - 1));
                text.append(bars.charAt(Math.clamp(height, 0, bars.length() - 1)));
            } else {
                text.append(' ');
            }
        }
        return text.toString();
    }
}
