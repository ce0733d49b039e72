package dev.drover;

import dev.drover.command.Commands;
import dev.drover.command.Program;

/** The main class: hands the command line over and ends with its exit code. */
public final class Drover {
    static final Program PROGRAM = new Program(Planes::new, WhoServes::declared);

    private Drover() {}

    public static void main(String[] args) {
        System.exit(Commands.run(args, PROGRAM));
    }
}
