package dev.drover.command;

import dev.drover.logging.LogSettings;
import dev.drover.node.Settings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What differs per node and needs a restart: options of {@code up}, each from the environment where it is not typed. */
final class UpOptions {
    /** Registered to nobody, and beside the usual ports of exporters. */
    private static final String ADMIN = "127.0.0.1:9180";

    private static final Pattern ADDRESS = Pattern.compile("(\\*|[0-9.]+|\\[[0-9a-fA-F:.]+]|localhost):([0-9]{1,5})");

    @Option(
            names = "--admin",
            paramLabel = "ADDRESS",
            description =
                    "Where the admin API listens (DROVER_ADMIN); " + ADMIN + " unless told, port 0 takes a free one.")
    private @Nullable String admin;

    @Option(
            names = "--workers",
            paramLabel = "N",
            description = "Event loops of the data path (DROVER_WORKERS); one per core unless told.")
    private @Nullable String workers;

    @Option(
            names = "--node",
            paramLabel = "NAME",
            description = "Which of the declared nodes this is (DROVER_NODE); the host name unless told.")
    private @Nullable String node;

    @Option(
            names = "--log",
            paramLabel = "WHAT",
            description =
                    "Level, form and place with commas between (DROVER_LOG), such as debug,json,to=/var/log/drover.log,access=combined; "
                            + "info,text to standard error and access=json unless told.")
    private @Nullable String log;

    @Option(
            names = "--history",
            paramLabel = "WHAT",
            description =
                    "How much is kept of what this host goes through (DROVER_HISTORY): off, or some of memory=24M, "
                            + "disk=128M, days=7, every=30s with commas between, which it is unless told; disk=0 keeps it in memory only.")
    private @Nullable String history;

    Settings settings(Path data, Map<String, String> environment) throws Failure {
        return new Settings(
                ShowVersion.version(),
                data,
                address(told(admin, "DROVER_ADMIN", environment, ADMIN)),
                number(told(workers, "DROVER_WORKERS", environment, "0")),
                told(node, "DROVER_NODE", environment, hostName(environment)),
                Settings.Access.valueOf(log(environment).access().toUpperCase(Locale.ROOT)),
                HistoryOption.parse(told(history, "DROVER_HISTORY", environment, "on")));
    }

    LogSettings log(Map<String, String> environment) throws Failure {
        try {
            return LogSettings.parse(told(log, "DROVER_LOG", environment, "info"));
        } catch (IllegalArgumentException e) {
            throw new Failure(ExitCode.BAD_INPUT, "drover: --log: " + e.getMessage());
        }
    }

    private static String told(
            @Nullable String typed, String variable, Map<String, String> environment, String standard) {
        String found = typed == null ? environment.getOrDefault(variable, "") : typed;
        return found.isEmpty() ? standard : found;
    }

    private static InetSocketAddress address(String text) throws Failure {
        Matcher parts = ADDRESS.matcher(text);
        try {
            if (parts.matches() && Integer.parseInt(parts.group(2)) <= 65_535) {
                String host = parts.group(1).equals("*") ? "0.0.0.0" : parts.group(1);
                return new InetSocketAddress(InetAddress.getByName(host), Integer.parseInt(parts.group(2)));
            }
        } catch (UnknownHostException e) {
            // said below
        }
        throw new Failure(
                ExitCode.BAD_INPUT,
                "drover: --admin: " + text + " (expected: ADDRESS:PORT, such as " + ADMIN + " or [::1]:9180)");
    }

    private static int number(String text) throws Failure {
        if (text.matches("[0-9]{1,3}")) {
            return Integer.parseInt(text);
        }
        throw new Failure(ExitCode.BAD_INPUT, "drover: --workers: " + text + " (expected: a number from 1 to 999)");
    }

    /** Without asking any resolver: what the kernel was told. */
    private static String hostName(Map<String, String> environment) {
        try {
            return java.nio.file.Files.readString(Path.of("/proc/sys/kernel/hostname"))
                    .strip();
        } catch (java.io.IOException e) {
            return environment.getOrDefault("HOSTNAME", "localhost");
        }
    }
}
