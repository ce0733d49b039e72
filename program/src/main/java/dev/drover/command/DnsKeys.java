package dev.drover.command;

import dev.drover.plane.control.ZoneKeys;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code drover dns keys}: the keys of signed zones, and what the zones above have to be told. */
@Command(
        name = "keys",
        description = "List the keys of signed zones, and the DS records that the zones above need.",
        footer = {"", "Examples:", "  drover dns keys", "  drover dns keys example.com", "  drover dns keys --json"})
final class DnsKeys extends AskingCommand {
    @Parameters(index = "0", arity = "0..1", paramLabel = "ZONE", description = "All that are signed unless told.")
    private @Nullable String zone;

    @Override
    public Integer call() throws Failure {
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
        text.append(table.text()).append("  the zone above needs\n");
        zone.ds().forEach(ds -> text.append("    ").append(ds).append('\n'));
        return text.toString();
    }
}
