package dev.drover.command;

import java.util.LinkedHashMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code drover version}. */
@Command(
        name = "version",
        description = "Show the version of Drover and of Java.",
        footer = {"", "Examples:", "  drover version", "  drover version --json"})
final class ShowVersion extends DroverCommand {
    @Option(names = "--json", description = "Print JSON for programs.")
    private boolean json;

    static String version() {
        String version = ShowVersion.class.getPackage().getImplementationVersion();
        return version == null ? "0.1.0" : version;
    }

    @Override
    public Integer call() {
        if (json) {
            var facts = new LinkedHashMap<String, String>();
            facts.put("drover", version());
            facts.put("java", System.getProperty("java.version"));
            printJson(facts);
        } else {
            print("drover " + version() + " (Java " + System.getProperty("java.version") + ")");
        }
        return ExitCode.DONE;
    }
}
