package dev.drover.dns.peers;

import dev.drover.testkit.process.Finished;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Asks by {@code dig} or {@code kdig}, and tells in one line what they show of the answer: code, bits, records of each section, EDNS. */
final class Digging {
    private static final Pattern STATUS = Pattern.compile("status: (\\S+?)[,;]");
    private static final Pattern BITS = Pattern.compile(";; flags:([^;]*); (.*)", Pattern.CASE_INSENSITIVE);
    private static final Pattern EDNS =
            Pattern.compile("version: (\\d+)[,;] flags:([^;]*); udp", Pattern.CASE_INSENSITIVE);
    private static final Pattern NUMBER = Pattern.compile("\\d+");
    /** In words that both programs use. */
    private static final List<String> OPTIONS =
            List.of("nsid", "cookie", "client-subnet", "keepalive", "padding", "ede", "expire");

    private Digging() {}

    /** @param line the program, a name below the zone or an absolute one, a type, and options */
    static String ask(String line, String zone, int port) {
        List<String> words = new ArrayList<>(Arrays.asList(line.split(" +")));
        String name = words.get(1);
        words.set(1, name.endsWith(".") ? name : name + "." + zone);
        words.addAll(1, List.of("@127.0.0.1", "-p", String.valueOf(port), "+retry=0", "+time=2"));
        if (words.getFirst().equals("dig")) {
            words.add(4, "+nocookie"); // unless told later on
        }
        return summary(Finished.run(Duration.ofSeconds(20), words).out());
    }

    private static String summary(String out) {
        Matcher status = STATUS.matcher(out);
        Matcher bits = BITS.matcher(out);
        if (!status.find() || !bits.find()) {
            return "nothing";
        }
        var all = new ArrayList<String>();
        all.add(status.group(1));
        all.addAll(new TreeSet<>(List.of(bits.group(1).strip().split(" +"))));
        all.add(NUMBER.matcher(bits.group(2)).results().map(MatchResult::group).collect(Collectors.joining("/")));
        Matcher edns = EDNS.matcher(out);
        if (edns.find()) {
            all.add(("edns" + edns.group(1) + edns.group(2)).stripTrailing());
            List<String> told = out.lines()
                    .filter(l -> l.startsWith("; ") || l.startsWith(";; "))
                    .map(l -> l.replaceFirst("^;+ ", "").toLowerCase(Locale.ROOT))
                    .toList();
            OPTIONS.stream()
                    .filter(o -> told.stream().anyMatch(l -> l.startsWith(o) || l.startsWith("tcp " + o)))
                    .forEach(all::add);
        }
        return String.join(" ", all);
    }
}
