package dev.drover.command;

import dev.drover.registry.client.Remote;
import dev.drover.registry.client.Unanswered;
import dev.drover.registry.moving.Move;
import dev.drover.registry.moving.Plan;
import dev.drover.registry.moving.Written;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code drover registry import}: what Consul holds, carried into a registry. */
@Command(
        name = "import",
        description =
                "Carry keys, prepared queries and catalog entries of nodes without an agent from Consul into the registry. "
                        + "What differs there stays as it is; a second run finds nothing to do.",
        footer = {
            "",
            "Exit code: 0 all of it is there, 1 some could not be written, 4 some differs there and was left.",
            "",
            "Examples:",
            "  drover registry import --from http://127.0.0.1:8500 --dry-run",
            "  drover registry import --from http://consul.internal:8500 --token-file consul.token",
            "  drover registry import --from https://consul.internal:8501 --ca-file consul-agent-ca.pem --token-file consul.token",
            "  drover registry import --from http://127.0.0.1:8500 --only keys --prefix shop/ --overwrite",
            "",
            "What agents registered does not come along: it registers itself, see docs/registry.md."
        })
final class RegistryImport extends AskingCommand {
    private static final int STRIDE = 1000;

    @Option(names = "--from", required = true, paramLabel = "URL", description = "The Consul to read from.")
    private String from = "";

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "Holds the token for --from; else CONSUL_HTTP_TOKEN of the environment.")
    private @Nullable Path tokenFile;

    @Option(
            names = "--into",
            paramLabel = "URL",
            description = "Where to write; the registry of this node unless told.")
    private @Nullable String into;

    @Option(
            names = "--into-token-file",
            paramLabel = "FILE",
            description = "Holds the token for --into; else DROVER_REGISTRY_TOKEN of the environment.")
    private @Nullable Path intoTokenFile;

    @Option(
            names = "--ca-file",
            paramLabel = "FILE",
            description = "Authorities to trust for https besides those of this machine, in PEM.")
    private @Nullable Path authorities;

    @Option(
            names = "--only",
            paramLabel = "WHAT",
            split = ",",
            description = "Only keys, queries or catalog (default: all three).")
    private List<Move.What> only = new ArrayList<>();

    @Option(names = "--prefix", paramLabel = "PREFIX", description = "Of keys only those that begin so.")
    private String prefix = "";

    @Option(names = "--overwrite", description = "Also write what is there otherwise.")
    private boolean overwrite;

    @Option(names = "--dry-run", description = "Show what would be written, and write nothing.")
    private boolean dryRun;

    /** What came of it, for programs. */
    record Report(boolean dryRun, boolean overwrite, Plan plan, int written, List<Written.Failed> failed) {}

    @Override
    public Integer call() throws Failure, InterruptedException {
        var environment = output().environment();
        String token = RegistryServer.token("--token-file", tokenFile, "CONSUL_HTTP_TOKEN", environment);
        String intoToken =
                RegistryServer.token("--into-token-file", intoTokenFile, "DROVER_REGISTRY_TOKEN", environment);
        try (Remote source = RegistryServer.at("--from", from, token, authorities);
                Remote goal = RegistryServer.at(
                        "--into", into == null ? RegistryServer.ofNode(client()) : into, intoToken, authorities)) {
            source.watch(seen -> looked("from", seen));
            goal.watch(seen -> looked("into", seen));
            var what = only.isEmpty() ? EnumSet.allOf(Move.What.class) : EnumSet.copyOf(only);
            return run(new Move(source, goal, what, prefix));
        }
    }

    /** Of a long list, now and then. */
    private static void looked(String side, int seen) {
        if (seen % STRIDE == 0) {
            Output.progress("--" + side + ": " + seen + " read");
        }
    }

    private int run(Move move) throws Failure, InterruptedException {
        Plan plan;
        try {
            plan = move.look();
            Output.progress("");
        } catch (Unanswered e) {
            throw failure(e, "nothing was written");
        }
        if (!plan.from().id().isEmpty() && plan.from().id().equals(plan.into().id())) {
            throw new Failure(
                    ExitCode.BAD_INPUT,
                    "drover: --from and --into are the same server (expected: two)\n  fix: run Drover's on another address"
                            + " while both run, registry: {listen: \"127.0.0.1:8501\"}");
        }
        var words = new MoveWords(output());
        if (!json()) {
            print(words.plan(plan, overwrite));
        }
        Written written = dryRun || plan.toWrite(overwrite) == 0 ? null : carry(move, plan.toWrite(overwrite));
        if (json()) {
            int count = written == null ? 0 : written.count();
            printJson(new Report(dryRun, overwrite, plan, count, written == null ? List.of() : written.failures()));
        } else {
            print(words.end(plan, overwrite, dryRun, written));
        }
        return code(plan, written);
    }

    private Written carry(Move move, int all) throws Failure, InterruptedException {
        try {
            Written written = move.carry(overwrite, done -> Output.progress(done + " of " + all));
            Output.progress("");
            return written;
        } catch (Unanswered e) {
            throw failure(e, "some may have been written: once it answers, the same command goes on");
        }
    }

    private int code(Plan plan, @Nullable Written written) {
        if (written != null && !written.failures().isEmpty()) {
            return ExitCode.FAILED;
        }
        return !dryRun && !overwrite && plan.others() > 0 ? ExitCode.REFUSED : ExitCode.DONE;
    }

    private static Failure failure(Unanswered e, String state) {
        return RegistryServer.failure(e, "; " + state, "--token-file for --from, --into-token-file for --into");
    }
}
