package dev.drover.command;

import dev.drover.admin.Json;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What all commands share: help, and where to write. */
abstract class DroverCommand implements Callable<Integer>, Output.User {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    @SuppressWarnings("UnusedVariable") // picocli reads it
    private boolean help;

    private @Nullable Output output;

    @Override
    public void use(Output given) {
        output = given;
    }

    Output output() {
        if (output == null) {
            throw new IllegalStateException("the command was handed no output");
        }
        return output;
    }

    void print(String text) {
        output().out().println(text);
    }

    void print(Table table) {
        output().out().print(table.text());
        output().out().flush();
    }

    void printJson(Object value) {
        print(Json.pretty(value));
    }

    /** Goes to standard error, so that it does not end in a pipe. */
    void say(String text) {
        output().err().println(text);
    }

    /** For the history of the node: who typed it. */
    static String author() {
        return "cli:" + System.getProperty("user.name", "unknown");
    }
}
