package dev.drover.lab.site;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * A shell that outlives a laboratory which is killed, and one that hangs: once its standard input ends without a word, or after some
 * minutes, it does what a note says. Then nothing that was started for a case lives longer than that.
 */
final class Guard {
    private static final int SECONDS = 180;

    /** What to kill is in the second line, how to undo in those behind, last things first. */
    private static final String WATCH = """
            if timeout %d sh -c 'read dismissed'; then exit 0; fi
            [ -e "$1" ] || exit 0
            for try in 1 2 3; do
                sed -n 2p "$1" | timeout -s KILL 30 sh
                sed -n '3,$p' "$1" | tac | while IFS= read -r line; do
                    timeout -s KILL 30 sh -c "$line" < /dev/null
                done
            done
            rm -f "$1"
            """.formatted(SECONDS);

    private final Process process;

    private Guard(Process process) {
        this.process = process;
    }

    /** Started in a session of its own: what ends the laboratory's terminal does not end it. */
    static Guard start(Path note) throws IOException {
        return new Guard(new ProcessBuilder("setsid", "sh", "-c", WATCH, "drover-lab-guard", note.toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start());
    }

    /** All is undone: there is nothing to watch over. */
    void dismiss() throws IOException {
        try (OutputStream input = process.getOutputStream()) {
            input.write('\n');
        }
    }

    /** As the death of the laboratory does. */
    void abandon() throws IOException {
        process.getOutputStream().close();
    }

    boolean awaitEnd(long seconds) throws InterruptedException {
        return process.waitFor(seconds, TimeUnit.SECONDS);
    }
}
