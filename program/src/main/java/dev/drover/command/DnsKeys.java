package dev.drover.command;

import dev.drover.plane.control.ZoneKeys;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code drover dns keys}: the keys of signed zones, and what the zones above have to be told. */
@Command(
        name = "keys",
        description = "List the keys of signed zones, and the DS records that the zones above need.",
        footer = {
            "",
            "Examples:",
            "  drover dns keys",
            "  drover dns keys example.com",
            "  drover dns keys --json",
            "  drover dns keys --seen example.com"
        })
final class DnsKeys extends AskingCommand {
    @Parameters(index = "0", arity = "0..1", paramLabel = "ZONE", description = "All that are signed unless told.")
    private @Nullable String zone;

    @Option(
            names = "--seen",
            description =
                    "Say that the zone above has the DS record of the next key of ZONE: the key before goes some days later.")
    private boolean seen;

    @Override
    public Integer call() throws Failure {
        if (seen) {
            return say();
        }
        List<ZoneKeys> all = List.of(client().get("/v1/dns/keys", ZoneKeys[].class)).stream()
                .filter(z -> zone == null || bare(zone).equalsIgnoreCase(bare(z.zone())))
                .toList();
        if (all.isEmpty()) {
            throw new Failure(
                    ExitCode.BAD_INPUT,
                    zone == null
                            ? "drover: no zone is signed\n  fix: sign: ecdsa-p256 at the zone, then drover apply"
                            : "drover: " + zone + " is no zone that is signed here");
        }
        if (json()) {
            printJson(all);
        } else {
            all.forEach(one -> output().out().print(text(one)));
            output().out().flush();
        }
        return ExitCode.DONE;
    }

    private Integer say() throws Failure {
        if (zone == null) {
            throw new Failure(
                    ExitCode.BAD_INPUT, "drover: which zone? (expected: ZONE)\n  fix: see drover dns keys --help");
        }
        ZoneKeys.Done done = client().post(
                        NodeClient.path("/v1/dns/keys/seen", Map.of("author", author())),
                        new ZoneKeys.Seen(zone),
                        ZoneKeys.Done.class);
        if (json()) {
            printJson(done);
        } else {
            print(done.done());
        }
        return ExitCode.DONE;
    }

    private static String bare(String name) {
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }

    private String text(ZoneKeys zone) {
        var table = new Table("  ");
        for (ZoneKeys.Key key : zone.keys()) {
            String until = key.until() == null ? "" : "until " + key.until();
            table.row(Integer.toString(key.tag()), Integer.toString(key.flags()), key.does(), output().faint(until));
        }
        var text = new StringBuilder();
        text.append(output().strong(zone.zone()))
                .append("  ")
                .append(zone.algorithm())
                .append('\n');
        text.append(table.text());
        if (!zone.ds().isEmpty()) {
            text.append("  the zone above needs\n");
            zone.ds().forEach(ds -> text.append("    ").append(ds).append('\n'));
        }
        ZoneKeys.Waits waits = zone.waits();
        if (waits != null) {
            text.append("  ")
                    .append(output().wary("waits since " + waits.since() + ": " + waits.why()))
                    .append('\n');
            if (!waits.confirm().isEmpty()) {
                text.append("  if the zone above has that record on all its servers: ")
                        .append(waits.confirm())
                        .append('\n');
            }
        }
        return text.toString();
    }
}
