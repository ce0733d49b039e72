package dev.drover.observe.fleet;

import java.util.List;

/** Why a host was not watched, from what {@code ssh} printed and how it ended (ssh(1): 255 is an error of its own). */
final class Complaint {
    private static final int OWN = 255;
    private static final int NOT_FOUND = 127;
    private static final int LONGEST = 200;

    private record Known(String words, String why, String fix) {}

    /** The first that fits counts. */
    private static final List<Known> KNOWN = List.of(
            new Known(
                    "REMOTE HOST IDENTIFICATION HAS CHANGED",
                    "its key is not the one that known_hosts has",
                    "find out why it changed; then ssh-keygen -R {host}, and ssh {host} once by hand"),
            new Known(
                    "Host key verification failed",
                    "its key is not known here",
                    "ssh {host} once by hand, and compare the fingerprint"),
            new Known(
                    "Permission denied",
                    "it refused to let us in",
                    "ssh -o BatchMode=yes {host} true must work: load a key (ssh-add), or name the user (user@host)"),
            new Known(
                    "Too many authentication failures",
                    "it refused all keys that were offered",
                    "set IdentityFile and IdentitiesOnly=yes for {host} in ~/.ssh/config"),
            new Known(
                    "Could not resolve hostname",
                    "its name has no address",
                    "check the name, or give it in ~/.ssh/config"),
            new Known(
                    "Connection refused",
                    "nothing listens at its SSH port",
                    "check the port (host:port), and sshd there"),
            new Known("timed out", "it does not answer", "check that it runs, and that a firewall lets SSH through"),
            new Known("No route to host", "there is no way to it", "check the network, and that it runs"),
            new Known("Network is unreachable", "there is no way to it", "check the network"),
            new Known(
                    "Bad configuration option",
                    "ssh does not understand its configuration",
                    "ssh -G {host} shows where"));

    private Complaint() {}

    static Visit.Unseen of(Destination host, int exit, String printed) {
        for (Known one : KNOWN) {
            if (exit == OWN && printed.contains(one.words)) {
                return new Visit.Unseen(host, one.why, one.fix.replace("{host}", host.toString()));
            }
        }
        if (exit == NOT_FOUND) {
            return new Visit.Unseen(host, "there is no POSIX shell (sh) on it", "install one, such as busybox");
        }
        String last = last(printed);
        return new Visit.Unseen(
                host,
                last.isEmpty()
                        ? "the connection ended before anything was told (exit code " + exit + ")"
                        : "ssh ended with " + exit + ": " + last,
                "see what ssh -v " + host + " 'exec sh -s' says");
    }

    private static String last(String printed) {
        String last = printed.lines()
                .map(line -> line.replaceAll("[\\x00-\\x1f\\x7f-\\x9f]", "").strip())
                .filter(line -> !line.isEmpty())
                .reduce("", (a, b) -> b);
        return last.length() > LONGEST ? last.substring(0, LONGEST) + " ..." : last;
    }
}
