package dev.drover.command;

import dev.drover.model.Model;
import dev.drover.model.read.ModelReader;
import dev.drover.model.read.Read;
import dev.drover.node.Assembly;
import dev.drover.node.RunningNode;
import dev.drover.node.Settings;
import dev.drover.node.Unusable;
import dev.drover.plane.Ticker;
import dev.drover.plane.control.Proposal;
import dev.drover.plane.control.Refused;
import dev.drover.plane.control.Source;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code drover up}: runs a node until somebody ends it. */
@Command(
        name = "up",
        description =
                "Run the services of a file on this machine until Ctrl-C. A node that was up before goes on with the "
                        + "model that was applied last.",
        footer = {
            "",
            "Examples:",
            "  drover up                            ./drover.yaml, or what was applied last",
            "  drover up examples/shop              the drover.yaml in a folder",
            "  drover up --apply shop.yaml          although another model was applied before",
            "  drover up --admin 127.0.0.1:0 --data /tmp/second shop.yaml    a second node on this machine",
            "",
            "Ctrl-C and SIGTERM finish what is in flight and end with 0; a second one ends at once."
        })
final class Up extends DroverCommand {
    private final Assembly.Maker maker;

    @Mixin
    private NodeOptions where = new NodeOptions();

    @Mixin
    private UpOptions options = new UpOptions();

    @Parameters(arity = "0..1", paramLabel = "FILE", description = "File or folder; ./drover.yaml unless told.")
    private @Nullable Path file;

    @Option(names = "--apply", description = "Apply the file although another model was applied before.")
    private boolean apply;

    Up(Assembly.Maker maker) {
        this.maker = maker;
    }

    @Override
    public Integer call() throws Failure, InterruptedException {
        Settings settings = options.settings(where.data(output().environment()), output().environment());
        log();
        try (RunningNode node = RunningNode.open(settings, maker, Ticker.system())) {
            Signals.onEnd(node.control()::stop);
            var admin = CompletableFuture.runAsync(() -> serveAdmin(node, settings), Up::onOwnThread);
            try {
                node.begin();
                run(node);
            } finally {
                admin.exceptionally(e -> null).join(); // or it would begin to listen when all is closed
            }
            joined(admin);
            new Greeting(output(), node).print();
            node.awaitStop();
            output().err().println("drover: ending; requests in flight are finished (once more ends at once)");
            return ExitCode.DONE;
        } catch (Unusable e) {
            throw new Failure(ExitCode.DATA_FOLDER, "drover: " + e.getMessage());
        }
    }

    private void log() throws Failure {
        try {
            options.log(output().environment()).install();
        } catch (IOException e) {
            throw new Failure(ExitCode.BAD_INPUT, "drover: --log: " + e.getMessage());
        }
    }

    /** The admin API takes as long to start as everything else together, and nothing waits for it. */
    private static void onOwnThread(Runnable task) {
        Thread.ofPlatform().name("admin-start").daemon(true).start(task);
    }

    private static void serveAdmin(RunningNode node, Settings settings) {
        try {
            node.serveAdmin();
        } catch (IOException e) {
            throw new CompletionException(new Failure(
                    ExitCode.FAILED,
                    "drover: the admin API cannot listen on "
                            + settings.admin().getAddress().getHostAddress() + ":"
                            + settings.admin().getPort() + ": " + e.getMessage()
                            + "\n  fix: give another address with --admin ADDRESS"));
        } catch (Unusable e) {
            throw new CompletionException(new Failure(ExitCode.DATA_FOLDER, "drover: " + e.getMessage()));
        }
    }

    private static void joined(CompletableFuture<Void> admin) throws Failure {
        try {
            admin.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof Failure failure) {
                throw failure;
            }
            throw e;
        }
    }

    private void run(RunningNode node) throws Failure {
        Optional<Source> kept = node.kept();
        boolean given = file != null || (kept.isEmpty() || DroverFile.isHere());
        Read read = given ? ModelReader.read(DroverFile.orHere(file)) : null;
        try {
            if (apply) {
                node.insist(DroverFile.source(sound(read).sources()), author());
            } else if (kept.isEmpty()) {
                node.start(DroverFile.source(sound(read).sources()), author());
            } else {
                node.resume();
                compare(node, read);
            }
        } catch (Refused e) {
            throw refused(e, kept.isPresent() && !apply);
        }
    }

    private Read.Sound sound(@Nullable Read read) throws Failure {
        return switch (read) {
            case Read.Sound sound -> {
                sound.warnings().forEach(w -> say(output().wary("warning: ") + w));
                yield sound;
            }
            case Read.Refused refused -> throw new Failure(ExitCode.BAD_INPUT, DroverFile.text(refused));
            case null -> throw new Failure(ExitCode.BAD_INPUT, "drover: --apply needs a FILE");
        };
    }

    private static Failure refused(Refused e, boolean resumed) {
        var text = new StringBuilder();
        e.problems().forEach(p -> text.append(p).append('\n'));
        text.append("drover: ").append(e.getMessage());
        if (resumed) {
            text.append("\n  this is the model that was applied last; drover up --apply FILE replaces it");
        }
        int code = e.why() == Refused.Cause.BAD_INPUT ? ExitCode.BAD_INPUT : ExitCode.FAILED;
        return new Failure(code, text.toString());
    }

    /** Whoever edits the file without applying it is told, and nothing changes. */
    private void compare(RunningNode node, @Nullable Read read) {
        switch (read) {
            case Read.Refused refused -> {
                say(DroverFile.text(refused));
                say(output().wary("the file has problems; going on with the model that was applied last"));
            }
            case Read.Sound sound -> differs(node, sound);
            case null -> {}
        }
    }

    private void differs(RunningNode node, Read.Sound sound) {
        Model running = node.running();
        if (sound.model().equals(running)) {
            return;
        }
        try {
            Proposal proposal = node.control().plan(DroverFile.source(sound.sources()));
            say("the file differs from what was applied last:");
            say(proposal.text().stripTrailing());
        } catch (Refused e) {
            e.problems().forEach(this::say);
        }
        say(
                output().wary(
                                "going on with what was applied last; to change it: drover apply FILE, or drover up --apply FILE"));
    }
}
