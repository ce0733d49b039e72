package dev.drover.model.keys;

import dev.drover.model.Route.Host;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Host names (RFC 1123 section 2.1), with a wildcard as the leftmost label where that is said. */
final class Hosts {
    /** What a route matches. */
    static final Scalar<Host> PATTERN = Scalar.of(
            "a host such as shop.example.com or \"*.example.com\", without port",
            "^(\\*\\.)?([A-Za-z0-9_.-]+|\\[[0-9A-Fa-f:.]+\\])$",
            Hosts::pattern);

    /** What a certificate serves. */
    static final Scalar<String> SERVED = Scalar.of(
            "a host name such as shop.example.com or \"*.example.com\"", "^(\\*\\.)?[A-Za-z0-9_.-]+$", Hosts::served);

    /** A value of a Host field. */
    static final Scalar<String> VALUE = Scalar.of(
            "a host name or address, with or without a port",
            "^([A-Za-z0-9_.-]+|\\[[0-9A-Fa-f:.]+\\])(:[0-9]{1,5})?$",
            Hosts::value);

    private Hosts() {}

    /** Labels of letters, digits, hyphens and underscores, at most 63 each and 253 in all. */
    static boolean isName(String host) {
        int length = 0;
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            if (c == '.') {
                if (length == 0 || host.charAt(i - 1) == '-') {
                    return false;
                }
                length = 0;
            } else if (!isLabel(c, length) || ++length > 63) {
                return false;
            }
        }
        return length > 0 && host.length() <= 253 && !host.endsWith("-");
    }

    private static boolean isLabel(char c, int at) {
        return Words.isAlphanumeric(c) || c == '_' || (c == '-' && at > 0);
    }

    private static @Nullable Host pattern(String text, Spot spot) {
        boolean wildcard = text.startsWith("*.");
        String name = wildcard ? text.substring(2) : text;
        boolean six = !wildcard && name.startsWith("[") && name.endsWith("]");
        if ((six && Addresses.parsed(name.substring(1, name.length() - 1)) != null) || isName(name)) {
            return new Host(name.toLowerCase(Locale.ROOT), wildcard);
        }
        return spot.unfit(text, PATTERN.expected(), fix(text));
    }

    private static String fix(String text) {
        if (text.equals("*")) {
            return "remove host: without it every host matches";
        }
        if (text.startsWith(".") && isName(text.substring(1))) {
            return "\"*" + text + "\"";
        }
        String bare = text.contains("://") ? text.substring(text.indexOf("://") + 3) : text;
        int end = bare.indexOf('/') >= 0 ? bare.indexOf('/') : bare.length();
        int colon = bare.indexOf(':');
        String host = bare.substring(0, colon >= 0 ? Math.min(colon, end) : end);
        return isName(host) ? host : "";
    }

    private static @Nullable String served(String text, Spot spot) {
        String name = text.startsWith("*.") ? text.substring(2) : text;
        return isName(name) ? text.toLowerCase(Locale.ROOT) : spot.unfit(text, SERVED.expected(), fix(text));
    }

    private static @Nullable String value(String text, Spot spot) {
        int colon = text.lastIndexOf(':');
        boolean port = colon > text.lastIndexOf(']');
        String host = port ? text.substring(0, colon) : text;
        boolean six = host.startsWith("[")
                && host.endsWith("]")
                && Addresses.parsed(host.substring(1, host.length() - 1)) != null;
        long number = port ? Units.number(text.substring(colon + 1)) : 1;
        boolean fits = (six || isName(host)) && number >= 1 && number <= 65535;
        return fits ? text : spot.unfit(text, VALUE.expected(), "");
    }
}
