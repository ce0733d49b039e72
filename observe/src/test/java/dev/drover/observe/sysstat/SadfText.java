package dev.drover.observe.sysstat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;

/** Texts as {@code sadf -j} prints them: written here line by line, or recorded under load. */
final class SadfText {
    private final List<String> samples = new ArrayList<>();
    private String restarts = "";
    String timezone = "UTC";
    String utc = "\"utc\": 1";

    /** A sample of a host of two CPUs, one of which works for some percent; with more sections, such as {@code "disk": []}. */
    SadfText sample(String time, int interval, double busy, String more) {
        String other =
                ", \"nice\": 0.00, \"sys\": 0.00, \"iowait\": 0.00, \"steal\": 0.00, \"irq\": 0.00, \"soft\": 0.00,"
                        + " \"guest\": 0.00, \"gnice\": 0.00, \"idle\": ";
        samples.add("{\"timestamp\": {\"date\": \"2026-03-01\", \"time\": \"" + time + "\", " + utc + ", \"interval\": "
                + interval + "},\n \"cpu-load\": [{\"cpu\": \"all\", \"usr\": " + busy / 2 + other + (100 - busy / 2)
                + "},\n {\"cpu\": \"0\", \"usr\": " + busy + other + (100 - busy)
                + "},\n {\"cpu\": \"1\", \"usr\": 0.00" + other
                + "100.00}],\n \"process-and-context-switch\": {\"proc\": 1.50, \"cswch\": 2000.00},\n"
                + " \"queue\": {\"runq-sz\": 3, \"plist-sz\": 140, \"ldavg-1\": 3.50, \"ldavg-5\": 2.25, \"ldavg-15\": 1.01,"
                + " \"blocked\": 2}" + (more.isEmpty() ? "" : ",\n" + more) + "}");
        return this;
    }

    SadfText restart(String time) {
        restarts += (restarts.isEmpty() ? "" : ", ") + "{\"boot\": {\"date\": \"2026-03-01\", \"time\": \"" + time
                + "\", \"utc\": 1, \"cpu_count\": 2}}";
        return this;
    }

    @Override
    public String toString() {
        return "{\"sysstat\": {\n\"hosts\": [{\"nodename\": \"web1\", \"sysname\": \"Linux\", \"release\": \"6.1.0\","
                + " \"number-of-cpus\": 2, \"timezone\": \"" + timezone + "\",\n\"statistics\": [\n"
                + String.join(",\n", samples) + "\n],\n\"restarts\": [" + restarts + "]}]\n}}\n";
    }

    SysstatData read() throws IOException {
        return read(toString());
    }

    static SysstatData read(String text) throws IOException {
        return new SysstatData(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** A fixture of this package. */
    static InputStream recorded(String name) throws IOException {
        return new GZIPInputStream(Objects.requireNonNull(SadfText.class.getResourceAsStream("/sysstat/" + name)));
    }
}
