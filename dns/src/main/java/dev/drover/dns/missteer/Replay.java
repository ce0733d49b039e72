package dev.drover.dns.missteer;

import dev.drover.dns.sample.Networks;
import dev.drover.plane.control.Missteer;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Pairs of resolvers and clients, one a line: {@code RESOLVER CLIENT [COUNT] [NAME]}, with white space or commas between; empty lines and
 * those that begin with {@code #} count for nothing. What the resolver would be answered is compared with what the client would be.
 */
public final class Replay {
    private final Policy policy;
    private final Ledger ledger = new Ledger();
    private final List<String> problems = new ArrayList<>();

    private Replay(Policy policy) {
        this.policy = policy;
    }

    /**
     * What came of it.
     *
     * @param problems each with its place, as printed
     */
    public record Result(Missteer report, List<String> problems) {
        public Result {
            problems = List.copyOf(problems);
        }
    }

    /**
     * Reads and replays them.
     *
     * @param shown the file as the user knows it
     */
    public static Result of(Policy policy, String shown, List<String> lines) {
        var replay = new Replay(policy);
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                replay.line(shown + ":" + (i + 1), line.split("[\\s,]+", -1));
            }
        }
        return new Result(Reporting.of(replay.ledger.lines(), policy).replayed(), replay.problems);
    }

    private void line(String at, String[] fields) {
        if (fields.length < 2 || fields.length > 4) {
            problem(at, fields.length == 1 ? "1 field" : fields.length + " fields", "RESOLVER CLIENT [COUNT] [NAME]");
            return;
        }
        InetAddress resolver = address(at, fields[0]);
        InetAddress client = address(at, fields[1]);
        long count = fields.length > 2 ? count(at, fields[2]) : 1;
        if (resolver == null || client == null || count == 0) {
            return;
        }
        if (fields.length < 4) {
            policy.names().forEach(name -> add(name, resolver, client, count));
            return;
        }
        String name = fields[3].toLowerCase(Locale.ROOT).replaceFirst("\\.$", "");
        if (policy.names().contains(name)) {
            add(name, resolver, client, count);
        } else {
            problem(at, name, "a name that is chosen among sites: " + String.join(", ", policy.names()));
        }
    }

    private void add(String name, InetAddress resolver, InetAddress client, long count) {
        var key = new Ledger.Key(name, Optional.of(Networks.of(resolver)), false, Networks.of(client));
        List<String> wanted = policy.sites(name, key.client().address());
        List<String> given = policy.sites(name, key.resolver().orElseThrow().address());
        if (!wanted.isEmpty() && !given.isEmpty()) {
            ledger.add(key, count, !wanted.contains(given.getFirst()));
        }
    }

    private @Nullable InetAddress address(String at, String text) {
        try {
            return InetAddress.ofLiteral(text);
        } catch (IllegalArgumentException e) {
            problem(at, text, "an IPv4 or IPv6 address");
            return null;
        }
    }

    private long count(String at, String text) {
        if (text.matches("[1-9][0-9]{0,14}")) {
            return Long.parseLong(text);
        }
        problem(at, text, "a whole number from 1");
        return 0;
    }

    private void problem(String at, String what, String expected) {
        problems.add(at + ": " + what + " (expected: " + expected + ")");
    }
}
