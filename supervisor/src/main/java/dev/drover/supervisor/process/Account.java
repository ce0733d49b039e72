package dev.drover.supervisor.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** An account of the machine that a process can run as. */
public record Account(String name, long user, long group) {
    /** Looks the name up where the system looks, {@code /etc/passwd} or a directory service: {@code getent(1)}. */
    public static Optional<Account> named(String name) throws IOException, InterruptedException {
        if (name.isEmpty() || name.startsWith("-")) {
            return Optional.empty();
        }
        var getent = new ProcessBuilder("getent", "passwd", name)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String line = new String(getent.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        getent.waitFor(10, TimeUnit.SECONDS);
        return parse(line);
    }

    /** {@code name:password:uid:gid:gecos:home:shell}, passwd(5). */
    private static Optional<Account> parse(String line) {
        String[] fields = line.strip().split(":", -1);
        return fields.length < 4
                ? Optional.empty()
                : Optional.of(new Account(fields[0], Long.parseLong(fields[2]), Long.parseLong(fields[3])));
    }

    /**
     * Who Drover itself is, and what it may.
     *
     * @param root its user number is 0
     * @param switches it may become another account: CAP_SETUID and CAP_SETGID are effective (capabilities(7))
     */
    public record Self(String name, boolean root, boolean switches) {
        private static final long SETGID_AND_SETUID = 1L << 6 | 1L << 7;

        public static Self now() {
            String name = System.getProperty("user.name", "?");
            try {
                long user = -1;
                long effective = 0;
                for (String line : Files.readAllLines(Path.of("/proc/self/status"), StandardCharsets.ISO_8859_1)) {
                    String[] words = line.split("\\s+", -1);
                    switch (words[0]) {
                        case "Uid:" -> user = Long.parseLong(words[2]);
                        case "CapEff:" -> effective = Long.parseUnsignedLong(words[1], 16);
                        default -> {}
                    }
                }
                return new Self(name, user == 0, (effective & SETGID_AND_SETUID) == SETGID_AND_SETUID);
            } catch (IOException e) {
                return new Self(name, name.equals("root"), name.equals("root"));
            }
        }
    }
}
