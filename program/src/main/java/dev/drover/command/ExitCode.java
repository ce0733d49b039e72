package dev.drover.command;

/** How a command ends. */
final class ExitCode {
    /** Done. */
    static final int DONE = 0;
    /** Tried and failed; what ran before goes on. */
    static final int FAILED = 1;
    /** The command line or a file has problems. */
    static final int BAD_INPUT = 2;
    /** No node was reached. */
    static final int NO_NODE = 3;
    /** Refused: it does not fit what runs now, or names something that is not there. */
    static final int REFUSED = 4;
    /** The data folder is in use or cannot be used. */
    static final int DATA_FOLDER = 5;
    /** A mistake of Drover itself. */
    static final int BUG = 70;

    static final String HELP = """
            0   done
            1   tried and failed; what ran before goes on
            2   the command line or a file has problems
            3   no node was reached: none runs on this data folder, or it does not answer
            4   refused: it does not fit what runs now, or names something that is not there
            5   the data folder is in use by another Drover, or cannot be used
            70  a mistake of Drover itself; the error id says where the details are
            """;

    private ExitCode() {}
}
