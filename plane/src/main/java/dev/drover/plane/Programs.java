package dev.drover.plane;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Port: programs that are run once, to their end. Offered by the supervisor, asked for by the registry. Each leads a session and a process
 * group of its own, of which nothing is left when it ended; it has no environment but a PATH, nothing to read, and no open file
 * but its output.
 */
public interface Programs {
    /** What keeps programs from being run as that account, or as Drover's own where none is given. */
    Optional<Lack> lack(Optional<String> user) throws InterruptedException;

    /** Runs it and waits; after that time everything of its group is killed. */
    Ended run(Program program, Duration atMost) throws InterruptedException;

    /** What is wrong, what is expected, and the way out. */
    record Lack(String what, String fix) {}

    /**
     * What is run.
     *
     * @param command the program, by its path or found in Drover's PATH, and its arguments
     * @param user account it runs as; absent means Drover's own
     * @param keep of its output, standard and errors together, the last so many bytes are kept
     */
    record Program(List<String> command, Optional<String> user, int keep) {
        public Program {
            command = List.copyOf(command);
        }
    }

    /**
     * What a program said.
     *
     * @param kept the end of it, read as UTF-8
     * @param bytes how many that were
     * @param total how many it said in all
     */
    record Output(String kept, int bytes, long total) {}

    /** How it ended. */
    sealed interface Ended {
        /** By itself, with that code; 128 plus its number where a signal ended it. */
        record Exited(int code, Output output) implements Ended {}

        /** It was killed because its time was over. */
        record Killed(Output output) implements Ended {}

        record NotStarted(String why) implements Ended {}
    }

    /** Nothing is run. */
    static Programs none() {
        return new Programs() {
            @Override
            public Optional<Lack> lack(Optional<String> user) {
                return Optional.of(new Lack("programs are not run here", "remove it"));
            }

            @Override
            public Ended run(Program program, Duration atMost) {
                return new Ended.NotStarted("programs are not run here");
            }
        };
    }
}
