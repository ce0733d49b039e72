package dev.drover.command;

import dev.drover.plane.control.Control.Wish;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code drover drain}: takes instances, or the node, out gently. */
@Command(
        name = "drain",
        description = "Let instances finish what they have and get nothing new; or this whole node.",
        footer = {
            "",
            "Examples:",
            "  drover drain catalog/catalog-1 --reason \"new disk\"",
            "  drover drain catalog             all its instances",
            "  drover drain --node              /readyz answers 503, clients move away",
            "",
            "It stays so over a restart of Drover, until drover undrain."
        })
final class Drain extends Intending {
    @Parameters(arity = "0..1", paramLabel = "SERVICE[/INSTANCE]", description = "A service, or one instance of it.")
    private @Nullable String what;

    @Option(names = "--node", description = "This node, not an instance.")
    private boolean node;

    @Override
    public Integer call() throws Failure {
        return intend(aim(node, what), Wish.DRAINING);
    }
}
