package dev.drover.command;

import dev.drover.plane.control.Agreement;
import dev.drover.plane.control.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;

/** A model on its way to all nodes of a cluster: waits for what they say, and tells it. */
final class Everywhere {
    private static final Duration BETWEEN = Duration.ofMillis(200);

    private final NodeClient client;
    private final Duration patience;

    Everywhere(NodeClient client, Duration patience) {
        this.client = client;
        this.patience = patience;
    }

    /** Waits for the others, if there are any, and says what came of it; the exit code. */
    int finish(AskingCommand command, Version version) throws Failure {
        if (version.shared()) {
            return tell(command, version, await(version));
        }
        if (command.json()) {
            command.printJson(version);
        }
        return ExitCode.DONE;
    }

    /** Waits until each node has answered, or another model took its place, but no longer than told. */
    private Agreement await(Version version) throws Failure {
        long began = System.nanoTime();
        boolean waited = false;
        Agreement agreement = client.get("/v1/agreement", Agreement.class);
        while (agreement.generation() == version.generation()
                && !agreement.settled()
                && System.nanoTime() - began < patience.toNanos()) {
            waited = true;
            Output.progress(agreement.running() + " of " + agreement.nodes().size() + " nodes run it");
            LockSupport.parkNanos(BETWEEN.toNanos());
            agreement = client.get("/v1/agreement", Agreement.class);
        }
        if (waited) {
            Output.progress("");
        }
        return agreement;
    }

    private static int tell(AskingCommand command, Version version, Agreement agreement) {
        if (command.json()) {
            command.printJson(agreement);
        } else if (agreement.generation() == version.generation()) {
            var words = new AgreementWords(command.output(), Instant.now());
            command.print(words.all(agreement).stripTrailing());
        }
        if (agreement.generation() != version.generation()) {
            command.say(command.output()
                    .wary("generation " + agreement.generation() + " (" + agreement.how() + ", by " + agreement.author()
                            + ") took its place"));
            return ExitCode.FAILED;
        }
        if (agreement.running() == agreement.nodes().size()) {
            return ExitCode.DONE;
        }
        command.say(command.output().wary(new AgreementWords(command.output(), Instant.now()).sum(agreement)));
        return ExitCode.FAILED;
    }
}
