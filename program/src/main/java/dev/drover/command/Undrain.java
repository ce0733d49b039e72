package dev.drover.command;

import dev.drover.plane.control.Control.Wish;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code drover undrain}: takes back a drain or a force. */
@Command(
        name = "undrain",
        description = "Put drained or forced instances, or this node, in service again.",
        footer = {"", "Examples:", "  drover undrain catalog/catalog-1", "  drover undrain --node"})
final class Undrain extends Intending {
    @Parameters(arity = "0..1", paramLabel = "SERVICE[/INSTANCE]", description = "A service, or one instance of it.")
    private @Nullable String what;

    @Option(names = "--node", description = "This node, not an instance.")
    private boolean node;

    @Override
    public Integer call() throws Failure {
        return intend(aim(node, what), Wish.IN_SERVICE);
    }
}
