package dev.drover.supervisor.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * What is started, ready to be: two equal ones start the same process, up to its port.
 *
 * @param tools what it is started through
 * @param program absolute
 * @param command as declared, the program first; {@code {port}} not yet filled in
 * @param environment by name, the whole of it
 * @param account to switch to; absent means that Drover's own is kept
 */
public record Launch(
        Tools tools,
        Path program,
        List<String> command,
        SequencedMap<String, Value> environment,
        Path directory,
        Optional<Account> account) {
    private static final String PORT = "{port}";

    public Launch {
        command = List.copyOf(command);
        environment = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(environment));
    }

    /** A value of the environment; one that is secret is never printed, and {@code {port}} is not looked for in it. */
    public record Value(String text, boolean secret) {
        @Override
        public String toString() {
            return secret ? "(secret)" : text;
        }
    }

    /** Program and arguments as the process sees them. */
    public List<String> command(int port) {
        return command.stream()
                .map(a -> a.replace(PORT, Integer.toString(port)))
                .toList();
    }

    Map<String, String> environment(int port) {
        var filled = new LinkedHashMap<String, String>();
        environment.forEach((name, value) ->
                filled.put(name, value.secret() ? value.text() : value.text().replace(PORT, Integer.toString(port))));
        return filled;
    }

    /**
     * The whole command line: its own session, so that a signal reaches the group and a terminal's Ctrl-C does not; the account;
     * none of Drover's capabilities; killed by the kernel when Drover dies. Each of these tools becomes the next by
     * {@code exec}, so the pid stays.
     */
    List<String> wrapped(int port) {
        return line(tools, as(account), program, command(port).subList(1, command.size()));
    }

    /** Such a command line of what is at hand. */
    static List<String> line(Tools tools, List<String> options, Path program, List<String> arguments) {
        var line = new ArrayList<>(
                List.of(tools.setsid().toString(), tools.setpriv().toString()));
        line.addAll(options);
        line.addAll(List.of("--pdeathsig", "KILL", "--", program.toString()));
        line.addAll(arguments);
        return line;
    }

    /** Options of {@code setpriv(1)} that become the account. */
    static List<String> as(Optional<Account> account) {
        var options = new ArrayList<>(List.of("--inh-caps", "-all", "--ambient-caps", "-all"));
        account.ifPresent(a -> options.addAll(
                List.of("--reuid", Long.toString(a.user()), "--regid", Long.toString(a.group()), "--init-groups")));
        return options;
    }
}
