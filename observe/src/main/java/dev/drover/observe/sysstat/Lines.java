package dev.drover.observe.sysstat;

import dev.drover.observe.capture.Content;
import dev.drover.observe.counter.Named;
import java.util.LinkedHashMap;
import java.util.Map;

/** The layouts of files in {@code /proc} that hold names and numbers; each ends by saying who left the other names out. */
final class Lines {
    private static final String OTHERS = Named.ABSENT + "sysstat does not record it\n";

    private Lines() {}

    /** {@code name 12}. */
    static Content named(Map<String, Long> values, String whyEmpty) {
        var text = new StringBuilder();
        values.forEach(
                (name, value) -> text.append(name).append(' ').append(value).append('\n'));
        return Part.orWhy(text.isEmpty() ? text : text.append(OTHERS), whyEmpty);
    }

    /** {@code Tcp: InSegs OutSegs} above {@code Tcp: 12 34}, of names such as {@code Tcp.InSegs}. */
    static Content sections(Map<String, Long> values, String whyEmpty) {
        Map<String, StringBuilder> names = new LinkedHashMap<>();
        Map<String, StringBuilder> numbers = new LinkedHashMap<>();
        values.forEach((name, value) -> {
            int dot = name.indexOf('.');
            String section = name.substring(0, dot);
            names.computeIfAbsent(section, s -> new StringBuilder())
                    .append(name.substring(dot).replace('.', ' '));
            numbers.computeIfAbsent(section, s -> new StringBuilder())
                    .append(' ')
                    .append(value);
        });
        var text = new StringBuilder();
        names.forEach((section, line) -> text.append(section)
                .append(':')
                .append(line)
                .append('\n')
                .append(section)
                .append(':')
                .append(numbers.get(section))
                .append('\n'));
        return Part.orWhy(text.isEmpty() ? text : text.append(OTHERS), whyEmpty);
    }

    /** {@code TCP: inuse 1 tw 0}, of names such as {@code TCP.inuse}. */
    static Content pairs(Map<String, Long> values, String whyEmpty) {
        Map<String, StringBuilder> lines = new LinkedHashMap<>();
        values.forEach((name, value) -> {
            int dot = name.indexOf('.');
            lines.computeIfAbsent(name.substring(0, dot), s -> new StringBuilder(s + ":"))
                    .append(' ')
                    .append(name.substring(dot + 1))
                    .append(' ')
                    .append(value);
        });
        var text = new StringBuilder();
        lines.values().forEach(line -> text.append(line).append('\n'));
        return Part.orWhy(text.isEmpty() ? text : text.append(OTHERS), whyEmpty);
    }
}
