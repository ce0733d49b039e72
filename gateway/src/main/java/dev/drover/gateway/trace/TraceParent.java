package dev.drover.gateway.trace;

import dev.drover.gateway.stage.Text;
import dev.drover.gateway.stage.TraceId;

/**
 * The field {@code traceparent} (W3C Trace Context, section 3.2.2).
 *
 * <pre>
 *  00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01
 *  version  trace id (not zero)        parent id (not zero) flags, lower-case hex all
 * </pre>
 *
 * Of a higher version only this beginning is read, as the standard asks; {@code ff} is invalid.
 */
final class TraceParent {
    private static final int LENGTH = 55;

    private TraceParent() {}

    /** Continues the trace in {@code into} if the field is valid; else leaves it as it is. */
    static void read(Text field, TraceId into) {
        if (!hasForm(field)) {
            return;
        }
        long high = hex(field, 3, 16);
        long low = hex(field, 19, 16);
        long parent = hex(field, 36, 16);
        if ((high | low) != 0 && parent != 0) {
            into.continues(high, low, (int) hex(field, 53, 2));
        }
    }

    private static boolean hasForm(Text field) {
        if (field.length() < LENGTH || field.at(2) != '-' || field.at(35) != '-' || field.at(52) != '-') {
            return false;
        }
        boolean isFirst = field.at(0) == '0' && field.at(1) == '0';
        boolean isInvalid = field.at(0) == 'f' && field.at(1) == 'f';
        boolean ends = field.length() == LENGTH || (!isFirst && field.at(LENGTH) == '-');
        return ends && !isInvalid && areHex(field);
    }

    private static boolean areHex(Text field) {
        for (int i = 0; i < LENGTH; i++) {
            if (i != 2 && i != 35 && i != 52 && digit(field.at(i)) < 0) {
                return false;
            }
        }
        return true;
    }

    private static long hex(Text field, int from, int digits) {
        long value = 0;
        for (int i = from; i < from + digits; i++) {
            value = value << 4 | digit(field.at(i));
        }
        return value;
    }

    private static int digit(byte one) {
        if (one >= '0' && one <= '9') {
            return one - '0';
        }
        return one >= 'a' && one <= 'f' ? one - 'a' + 10 : -1;
    }
}
