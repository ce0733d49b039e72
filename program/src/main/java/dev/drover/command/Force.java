package dev.drover.command;

import dev.drover.plane.control.Control.Wish;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code drover force}: serves or does not serve instances whatever is measured. */
@Command(
        name = "force",
        description = "Serve instances, or do not, whatever is measured.",
        footer = {
            "",
            "Examples:",
            "  drover force down catalog/catalog-1",
            "  drover force up catalog           although its checks fail",
            "  drover undrain catalog            takes it back"
        })
final class Force extends Intending {
    /** Which way. */
    enum Way {
        UP,
        DOWN
    }

    @Parameters(index = "0", paramLabel = "up|down", description = "Which way.")
    private Way way = Way.UP;

    @Parameters(index = "1", paramLabel = "SERVICE[/INSTANCE]", description = "A service, or one instance of it.")
    private String what = "";

    @Override
    public Integer call() throws Failure {
        return intend(Aimed.parse(what), way == Way.UP ? Wish.FORCED_UP : Wish.FORCED_DOWN);
    }
}
