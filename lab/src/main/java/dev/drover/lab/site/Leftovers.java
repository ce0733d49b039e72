package dev.drover.lab.site;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What a run that was killed left behind: its notes say how to undo it. */
final class Leftovers {
    private static final int TRIES = 5;

    private Leftovers() {}

    /** Who writes a note: a pid alone may be another's later. */
    static String owner() {
        ProcessHandle self = ProcessHandle.current();
        return self.pid() + " " + started(self);
    }

    private static String started(ProcessHandle process) {
        return process.info().startInstant().map(Object::toString).orElse("?");
    }

    private static boolean lives(String owner) {
        String[] words = owner.split(" ", -1);
        return ProcessHandle.of(Long.parseLong(words[0]))
                .filter(p -> started(p).equals(words[1]))
                .isPresent();
    }

    /** Undoes what the notes in a folder say whose writers live no more. */
    static void clean(Path notes) throws IOException, InterruptedException {
        if (!Files.isDirectory(notes)) {
            return;
        }
        List<Path> all;
        try (Stream<Path> found = Files.list(notes)) {
            all = found.sorted().toList();
        }
        for (Path note : all) {
            List<String> lines = Files.readAllLines(note);
            if (lines.isEmpty() || lives(lines.getFirst())) {
                continue;
            }
            if (lines.size() > 1) {
                undo(lines.get(1), lines.subList(2, lines.size()));
            }
            Files.delete(note);
        }
    }

    /** First the processes, then everything else, last things first; what still is in use is tried again. */
    static void undo(String kill, List<String> lines) throws IOException, InterruptedException {
        Shell.run(kill);
        IOException failed = null;
        for (String line : lines.reversed()) {
            for (int i = 1; i <= TRIES; i++) {
                try {
                    Shell.run(line);
                    break;
                } catch (IOException e) {
                    Shell.run(kill);
                    if (i == TRIES) {
                        failed = e;
                    }
                }
            }
        }
        if (failed != null) {
            throw new IOException("could not be undone: " + failed.getMessage(), failed);
        }
    }
}
