package dev.drover.observe.fleet;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A host as typed: {@code web1}, {@code ops@10.0.0.7:2222}, {@code [fe80::1%eth0]:22}, or an alias of {@code ssh_config(5)}.
 *
 * @param name what {@code ssh} is given, with the user if there is one
 * @param port 0 unless told
 */
public record Destination(String name, int port) {
    private static final int LONGEST = 300;
    private static final Pattern BRACKETS = Pattern.compile("([^@\\[\\]]+@)?\\[([0-9A-Fa-f:.%a-z]+)](?::(\\d{1,5}))?");
    private static final Pattern PLAIN = Pattern.compile("([^:\\[\\]]+)(?::(\\d{1,5}))?");
    private static final Pattern SIX = Pattern.compile("([^@:]+@)?[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*:[0-9A-Fa-f:.%a-z0-9]*");

    /** Empty for what is no name of a host; one that begins with a dash would be an option of {@code ssh}. */
    public static Optional<Destination> of(String typed) {
        if (typed.isEmpty()
                || typed.length() > LONGEST
                || typed.startsWith("-")
                || typed.chars().anyMatch(c -> c <= ' ' || c == 127)) {
            return Optional.empty();
        }
        Matcher brackets = BRACKETS.matcher(typed);
        if (brackets.matches()) {
            String user = brackets.group(1) == null ? "" : brackets.group(1);
            return with(user + brackets.group(2), brackets.group(3));
        }
        Matcher plain = PLAIN.matcher(typed);
        if (plain.matches()) {
            return with(plain.group(1), plain.group(2));
        }
        return SIX.matcher(typed).matches() ? with(typed, null) : Optional.empty();
    }

    private static Optional<Destination> with(String name, @org.jspecify.annotations.Nullable String port) {
        int number = port == null ? 0 : Integer.parseInt(port);
        boolean bad = (port != null && (number < 1 || number > 65_535)) || name.endsWith("@") || name.startsWith("@");
        return bad ? Optional.empty() : Optional.of(new Destination(name, number));
    }

    @Override
    public String toString() {
        return port == 0 ? name : (name.indexOf(':') < 0 ? name : "[" + name + "]") + ":" + port;
    }
}
