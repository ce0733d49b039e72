package dev.drover.registry.consul;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * {@code /v1/agent/host}: memory, processors, system and disk of the machine, as Linux tells of them in {@code /proc}. What the kernel
 * does not tell is left out; {@code drover doctor} knows more.
 *
 * @see <a href="https://developer.hashicorp.com/consul/api-docs/agent#retrieve-host-information">Consul: host information</a>
 * @see <a href="https://man7.org/linux/man-pages/man5/proc_meminfo.5.html">proc_meminfo(5)</a>
 */
final class AgentHost {
    /** Consul's names, and the kernel's. */
    private static final Map<String, String> MEMORY = new TreeMap<>(Map.ofEntries(
            Map.entry("total", "MemTotal"),
            Map.entry("available", "MemAvailable"),
            Map.entry("free", "MemFree"),
            Map.entry("active", "Active"),
            Map.entry("inactive", "Inactive"),
            Map.entry("buffers", "Buffers"),
            Map.entry("writeback", "Writeback"),
            Map.entry("dirty", "Dirty"),
            Map.entry("shared", "Shmem"),
            Map.entry("slab", "Slab"),
            Map.entry("pagetables", "PageTables"),
            Map.entry("swapcached", "SwapCached"),
            Map.entry("commitlimit", "CommitLimit"),
            Map.entry("committedas", "Committed_AS"),
            Map.entry("swaptotal", "SwapTotal"),
            Map.entry("swapfree", "SwapFree"),
            Map.entry("mapped", "Mapped"),
            Map.entry("hugepagesize", "Hugepagesize")));

    private static final int KIB = 1024;
    private static final double PERCENT = 100.0;

    private final Context context;
    private final Path root;

    /** @param root the machine's root folder, whose disk is told of */
    AgentHost(Context context, Path root) {
        this.context = context;
        this.root = root;
    }

    void register(Paths paths) {
        paths.get("/v1/agent/host", this::host);
    }

    private Answer host(Call call) throws Refusal {
        call.permit().demand(call.permit().rights().mayReadOperator());
        var errors = new ArrayList<String>();
        Map<String, String> memory = fields("proc/meminfo", errors);
        List<Map<String, String>> processors = processors(lines("proc/cpuinfo", errors));
        String uptime = String.join("", lines("proc/uptime", errors));
        long now = context.reads().millis();
        return Answer.json(out -> {
            out.writeStartObject();
            memory(out, memory);
            out.writeArrayFieldStart("CPU");
            for (int i = 0; i < processors.size(); i++) {
                processor(out, i, processors.get(i));
            }
            out.writeEndArray();
            system(out, uptime, now);
            disk(out, errors);
            out.writeNumberField("CollectionTime", TimeUnit.MILLISECONDS.toNanos(now));
            if (errors.isEmpty()) {
                out.writeNullField("Errors");
            } else {
                Shapes.texts(out, "Errors", errors);
            }
            out.writeEndObject();
        });
    }

    private List<String> lines(String file, List<String> errors) {
        try {
            return Files.readAllLines(root.resolve(file));
        } catch (IOException e) {
            errors.add(file + " cannot be read");
            return List.of();
        }
    }

    /** Lines such as {@code MemFree:   5 kB}. */
    private Map<String, String> fields(String file, List<String> errors) {
        var fields = new TreeMap<String, String>();
        lines(file, errors).forEach(line -> put(fields, line));
        return fields;
    }

    private static void put(Map<String, String> fields, String line) {
        int colon = line.indexOf(':');
        if (colon > 0) {
            fields.put(
                    line.substring(0, colon).strip(), line.substring(colon + 1).strip());
        }
    }

    /** One paragraph each. */
    private static List<Map<String, String>> processors(List<String> lines) {
        var all = new ArrayList<Map<String, String>>();
        Map<String, String> one = new TreeMap<>();
        for (String line : Stream.concat(lines.stream(), Stream.of("")).toList()) {
            if (!line.isBlank()) {
                put(one, line);
            } else if (one.containsKey("processor")) {
                all.add(one);
                one = new TreeMap<>();
            }
        }
        return all;
    }

    private static long number(Map<String, String> fields, String name) {
        String digits = fields.getOrDefault(name, "").replaceAll("[^0-9].*", "");
        return digits.isEmpty() ? 0 : Long.parseLong(digits);
    }

    private static void memory(JsonGenerator out, Map<String, String> told) throws IOException {
        out.writeObjectFieldStart("Memory");
        for (var name : MEMORY.entrySet()) {
            if (told.containsKey(name.getValue())) {
                out.writeNumberField(name.getKey(), number(told, name.getValue()) * KIB);
            }
        }
        long cached = number(told, "Cached") + number(told, "SReclaimable");
        long total = number(told, "MemTotal");
        if (total > 0) {
            long used = total - number(told, "MemFree") - number(told, "Buffers") - cached;
            out.writeNumberField("cached", cached * KIB);
            out.writeNumberField("used", used * KIB);
            out.writeNumberField("usedPercent", used * PERCENT / total);
        }
        out.writeEndObject();
    }

    private static void processor(JsonGenerator out, int number, Map<String, String> told) throws IOException {
        out.writeStartObject();
        out.writeNumberField("cpu", number);
        out.writeStringField("vendorId", told.getOrDefault("vendor_id", ""));
        out.writeStringField("family", told.getOrDefault("cpu family", ""));
        out.writeStringField("model", told.getOrDefault("model", ""));
        out.writeNumberField("stepping", number(told, "stepping"));
        out.writeStringField("physicalId", told.getOrDefault("physical id", ""));
        out.writeStringField("coreId", told.getOrDefault("core id", ""));
        out.writeNumberField("cores", 1); // as Consul: each entry is one
        out.writeStringField("modelName", told.getOrDefault("model name", ""));
        out.writeNumberField("cacheSize", number(told, "cache size"));
        String flags = told.getOrDefault("flags", "");
        Shapes.texts(out, "flags", flags.isEmpty() ? List.of() : List.of(flags.split(" +")));
        out.writeStringField("microcode", told.getOrDefault("microcode", ""));
        out.writeEndObject();
    }

    private void system(JsonGenerator out, String uptime, long now) throws IOException {
        out.writeObjectFieldStart("Host");
        String name = String.join("", lines("proc/sys/kernel/hostname", new ArrayList<>()));
        out.writeStringField("hostname", name.isEmpty() ? context.home().name() : name);
        String seconds = uptime.replaceAll("[^0-9].*", "");
        if (!seconds.isEmpty()) {
            long up = Long.parseLong(seconds);
            out.writeNumberField("uptime", up);
            out.writeNumberField("bootTime", TimeUnit.MILLISECONDS.toSeconds(now) - up);
        }
        out.writeStringField("os", "linux");
        out.writeStringField("kernelVersion", String.join("", lines("proc/sys/kernel/osrelease", new ArrayList<>())));
        String arch = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        out.writeStringField("kernelArch", arch.equals("amd64") ? "x86_64" : arch);
        out.writeEndObject();
    }

    private void disk(JsonGenerator out, List<String> errors) throws IOException {
        out.writeObjectFieldStart("Disk");
        try {
            FileStore store = Files.getFileStore(root);
            long used = store.getTotalSpace() - store.getUnallocatedSpace();
            long usable = store.getUsableSpace();
            out.writeStringField("path", root.toString());
            out.writeStringField("fstype", store.type());
            out.writeNumberField("total", store.getTotalSpace());
            out.writeNumberField("free", usable);
            out.writeNumberField("used", used);
            out.writeNumberField("usedPercent", used * PERCENT / Math.max(1, used + usable));
        } catch (IOException e) {
            errors.add("the disk of " + root + " cannot be looked at");
        }
        out.writeEndObject();
    }
}
