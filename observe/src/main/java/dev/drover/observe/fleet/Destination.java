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
    /** Neither begins with a dash, which would make it an option. */
    private static final String USER = "([A-Za-z0-9._%][A-Za-z0-9._%-]*@)?";

    private static final Pattern BRACKETS = Pattern.compile(USER + "\\[([0-9A-Za-z:.%]+)](?::(\\d{1,5}))?");
    private static final Pattern PLAIN =
            Pattern.compile("(" + USER + "[A-Za-z0-9._%][A-Za-z0-9._%-]*)(?::(\\d{1,5}))?");
    private static final Pattern SIX =
            Pattern.compile(USER + "[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(%[A-Za-z0-9._-]+)?");

    /**
     * Empty for what is no name of a host. Of letters, digits and {@code . _ % : -} only: a user's {@code ProxyCommand} may hand the
     * name to a shell, and OpenSSH before 9.6 passes what a shell would run (CVE-2023-51385).
     */
    public static Optional<Destination> of(String typed) {
        if (typed.length() > LONGEST) {
            return Optional.empty();
        }
        Matcher brackets = BRACKETS.matcher(typed);
        if (brackets.matches()) {
            String user = brackets.group(1) == null ? "" : brackets.group(1);
            return with(user + brackets.group(2), brackets.group(3));
        }
        Matcher plain = PLAIN.matcher(typed);
        if (plain.matches()) {
            return with(plain.group(1), plain.group(3));
        }
        return SIX.matcher(typed).matches() ? with(typed, null) : Optional.empty();
    }

    private static Optional<Destination> with(String name, @org.jspecify.annotations.Nullable String port) {
        int number = port == null ? 0 : Integer.parseInt(port);
        boolean bad = port != null && (number < 1 || number > 65_535);
        return bad ? Optional.empty() : Optional.of(new Destination(name, number));
    }

    @Override
    public String toString() {
        return port == 0 ? name : (name.indexOf(':') < 0 ? name : "[" + name + "]") + ":" + port;
    }
}
