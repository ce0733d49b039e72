package dev.drover.command;

import dev.drover.plane.control.Roster;
import dev.drover.plane.control.Roster.Member;
import dev.drover.plane.control.Roster.Part;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code drover join}: this node takes its seat among those that keep the registry. */
@Command(
        name = "join",
        description =
                "Have this node take up its seat in the registry's ensemble again, after drover leave; or wait until it has it. A node "
                        + "that registry.ensemble names joins by itself.",
        footer = {
            "",
            "Examples:",
            "  drover join                    after drover leave; or to wait until a new member votes",
            "  drover join --timeout 5m",
            "",
            "A new machine: name it in registry.ensemble, drover apply, and drover up with the same file there."
        })
final class Join extends AskingCommand {
    private static final Duration BETWEEN = Duration.ofMillis(500);

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "60s",
            description = "How long to wait until it votes; ${DEFAULT-VALUE} unless told.")
    private String timeout = "60s";

    /** The node's answer. */
    record Done(String done) {}

    @Override
    public Integer call() throws Failure {
        Duration patience = Times.span(timeout);
        NodeClient client = client();
        Done done = client.post(NodeClient.path("/v1/members/join", Map.of("author", author())), null, Done.class);
        if (!json()) {
            print(done.done());
        }
        long began = System.nanoTime();
        Roster roster = client.get("/v1/members", Roster.class);
        while (!votes(roster) && System.nanoTime() - began < patience.toNanos()) {
            LockSupport.parkNanos(BETWEEN.toNanos());
            roster = client.get("/v1/members", Roster.class);
        }
        if (json()) {
            printJson(roster);
        }
        if (!votes(roster)) {
            throw new Failure(
                    ExitCode.FAILED,
                    "drover: " + roster.self() + " has no vote after " + timeout
                            + " and goes on trying\n  fix: drover status tells what keeps it");
        }
        if (!json()) {
            print(roster.self() + " votes");
        }
        return ExitCode.DONE;
    }

    private static boolean votes(Roster roster) {
        Optional<Member> own = roster.members().stream()
                .filter(m -> m.name().equalsIgnoreCase(roster.self()))
                .findFirst();
        return own.filter(m -> m.votes() && (m.part() == Part.LEADER || m.part() == Part.FOLLOWER))
                .isPresent();
    }
}
