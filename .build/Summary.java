import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * Closes ./check: reads the test reports of all rooms and what the script found itself, prints each skip with its reason and
 * each failure with its message, then one line: {@code N passed, N failed, N skipped}. Exits 1 if anything failed or no test ran.
 */
public final class Summary {
    private int passed;
    private final List<String> failed = new ArrayList<>();
    private final List<String> skipped = new ArrayList<>();

    public static void main(String[] args) throws Exception {
        var summary = new Summary();
        try (var rooms = Files.newDirectoryStream(Path.of("."), Summary::isRoom)) {
            for (Path room : sorted(rooms)) {
                summary.readRoom(room);
            }
        }
        int tests = summary.passed;
        for (String line : Files.readAllLines(Path.of(args[0]))) {
            summary.readOwn(line.split("\t", 3));
        }
        if (tests == 0 && summary.failed.isEmpty()) {
            summary.failed.add("check: no test ran");
        }
        summary.print();
        System.exit(summary.failed.isEmpty() ? 0 : 1);
    }

    private static boolean isRoom(Path path) {
        return Files.isDirectory(path.resolve("target/surefire-reports"));
    }

    private static List<Path> sorted(Iterable<Path> paths) {
        var list = new ArrayList<Path>();
        paths.forEach(list::add);
        list.sort(null);
        return list;
    }

    private void readRoom(Path room) throws Exception {
        try (var reports = Files.newDirectoryStream(room.resolve("target/surefire-reports"), "TEST-*.xml")) {
            for (Path report : sorted(reports)) {
                readReport(room.getFileName().toString(), report);
            }
        }
    }

    private void readReport(String room, Path report) throws Exception {
        var cases = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(report.toFile())
                .getElementsByTagName("testcase");
        for (int i = 0; i < cases.getLength(); i++) {
            readCase(room, (Element) cases.item(i));
        }
    }

    private void readCase(String room, Element test) {
        String type = test.getAttribute("classname");
        String name = test.getAttribute("name");
        String label = room + ": " + type.substring(type.lastIndexOf('.') + 1) + (name.isEmpty() ? "" : "." + name);
        for (Node child = test.getFirstChild(); child != null; child = child.getNextSibling()) {
            switch (child.getNodeName()) {
                case "failure", "error" -> {
                    failed.add(label + ": " + message((Element) child));
                    return;
                }
                case "skipped" -> {
                    skipped.add(label + ": " + message((Element) child));
                    return;
                }
                default -> {}
            }
        }
        passed++;
    }

    private static String message(Element outcome) {
        String message = outcome.getAttribute("message");
        if (message.isBlank()) {
            message = outcome.getTextContent().strip().lines().findFirst().orElse("no reason given");
        }
        return message.strip().lines().limit(12).reduce((a, b) -> a + "\n      " + b).orElse("no reason given");
    }

    private void readOwn(String[] fields) throws IOException {
        switch (fields[0]) {
            case "passed" -> passed++;
            case "failed" -> failed.add(fields[1] + ": " + fields[2]);
            case "skipped" -> skipped.add(fields[1] + ": " + fields[2]);
            default -> throw new IOException("unknown outcome " + fields[0]);
        }
    }

    private void print() {
        skipped.forEach(s -> System.out.println("skipped  " + s));
        failed.forEach(f -> System.out.println("FAILED   " + f));
        System.out.println(passed + " passed, " + failed.size() + " failed, " + skipped.size() + " skipped");
    }
}
