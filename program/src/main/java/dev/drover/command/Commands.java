package dev.drover.command;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** All commands, in the order in which {@code drover help} lists them, and how each run ends. */
public final class Commands {
    private final Map<String, Supplier<Object>> all = new LinkedHashMap<>();
    private final Map<String, String> environment;

    private Commands(Map<String, String> environment, Program program) {
        this.environment = environment;
        all.put("up", () -> new Up(program.maker()));
        all.put("check", Check::new);
        all.put("plan", Plan::new);
        all.put("apply", Apply::new);
        all.put("confirm", Confirm::new);
        all.put("history", History::new);
        all.put("rollback", Rollback::new);
        all.put("status", ShowStatus::new);
        all.put("console", ShowConsole::new);
        all.put("explain", Explain::new);
        all.put("drain", Drain::new);
        all.put("undrain", Undrain::new);
        all.put("force", Force::new);
        all.put("restart", Restart::new);
        all.put("logs", Logs::new);
        all.put("tail", Tail::new);
        all.put("route", () -> new Route(program.guide()));
        all.put("metrics", Metrics::new);
        all.put("doctor", Doctor::new);
        all.put("record", RecordHost::new);
        all.put("lab", Lab::new);
        all.put("proc", ShowProcess::new);
        all.put("top", Top::new);
        all.put("registry", Registry::new);
        all.put("members", ShowMembers::new);
        all.put("join", Join::new);
        all.put("leave", Leave::new);
        all.put("dns", Dns::new);
        all.put("stop", Stop::new);
        all.put("schema", Schema::new);
        all.put("completion", Completion::new);
        all.put("version", ShowVersion::new);
        all.put("help", Help::new);
    }

    /** Runs one command line and returns its exit code. */
    public static int run(String[] args, Program program) {
        return run(args, program, Output.standard(System.getenv()));
    }

    static int run(String[] args, Program program, Output output) {
        var commands = new Commands(output.environment(), program);
        try {
            return commands.line(args, output).execute(args);
        } catch (OutOfMemoryError e) {
            long heap = Runtime.getRuntime().maxMemory() >> 20;
            output.err()
                    .println("drover: this takes more than the " + heap + " MiB of heap there are\n"
                            + "  fix: give more, DROVER_JAVA_OPTS=-Xmx1g");
            return ExitCode.FAILED;
        }
    }

    /** Only the command that is asked for is built: building all of them costs more time than most of them take. */
    private CommandLine line(String[] args, Output output) {
        var line = new CommandLine(new Root());
        Supplier<Object> asked = args.length == 0 ? null : all.get(args[0]);
        if (asked != null && !args[0].equals("help") && !args[0].equals("completion")) {
            line.addSubcommand(args[0], asked.get());
        } else {
            all.forEach((name, command) -> line.addSubcommand(name, command.get()));
        }
        line.setExpandAtFiles(false); // --host @FILE reads the file itself
        line.setOut(output.out()).setErr(output.err());
        line.setColorScheme(CommandLine.Help.defaultColorScheme(output.colours() ? Ansi.ON : Ansi.OFF));
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setUsageHelpWidth(100);
        line.setParameterExceptionHandler(Commands::misspelt);
        line.setExecutionExceptionHandler((error, at, parsed) -> ended(error, at.getErr()));
        line.getSubcommands().values().forEach(sub -> {
            Output.hand(output, sub);
            sub.getSubcommands().values().forEach(below -> Output.hand(output, below));
        });
        return line;
    }

    private static int misspelt(ParameterException error, String[] args) {
        PrintWriter err = error.getCommandLine().getErr();
        err.println("drover: " + error.getMessage());
        if (!UnmatchedArgumentException.printSuggestions(error, err)) {
            String name = error.getCommandLine().getCommandSpec().qualifiedName();
            err.println("  fix: see " + name + " --help");
        }
        err.flush();
        return ExitCode.BAD_INPUT;
    }

    private int ended(Exception error, PrintWriter err) {
        if (error instanceof Failure failure) {
            err.println(failure.getMessage());
            err.flush();
            return failure.code();
        }
        err.println(Mishap.keep(error, environment));
        err.flush();
        return ExitCode.BUG;
    }
}
