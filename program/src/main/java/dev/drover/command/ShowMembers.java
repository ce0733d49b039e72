package dev.drover.command;

import dev.drover.plane.control.Roster;
import java.time.Instant;
import picocli.CommandLine.Command;

/** {@code drover members}: who keeps the registry, and who uses it. */
@Command(
        name = "members",
        description =
                "Show who keeps the registry and who uses it, how many may be lost, and what to do when one is missing.",
        footer = {"", "Examples:", "  drover members", "  drover members --json | jq .votes.bears"})
final class ShowMembers extends AskingCommand {
    @Override
    public Integer call() throws Failure {
        Roster roster = client().get("/v1/members", Roster.class);
        if (json()) {
            printJson(roster);
        } else {
            output().out().print(new MemberWords(output(), Instant.now()).text(roster));
            output().out().flush();
        }
        return ExitCode.DONE;
    }
}
