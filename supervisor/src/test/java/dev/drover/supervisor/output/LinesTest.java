package dev.drover.supervisor.output;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;

class LinesTest {
    @Property(tries = 200)
    void losesNoByteButTheEndsOfLines(@ForAll @CharRange(from = 'a', to = 'c') String some, @ForAll boolean returns) {
        String end = returns ? "\r\n" : "\n";
        var lines = new ArrayList<String>();
        new Lines(lines::add)
                .read(new ByteArrayInputStream(some.replace("c", end).getBytes(StandardCharsets.UTF_8)));
        String open = some.endsWith("c") || some.isEmpty() ? "" : "c";
        assertEquals(
                some + open, String.join("", lines.stream().map(l -> l + "c").toList()));
    }

    @Example
    void takesACarriageReturnForAnEndOfLineAsProgressBarsMeanIt() {
        assertEquals(List.of("10%", "20%", "", "done"), lines("10%\r20%\r\n\ndone"));
    }

    private static List<String> lines(String text) {
        var lines = new ArrayList<String>();
        new Lines(lines::add).read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
        return lines;
    }
}
