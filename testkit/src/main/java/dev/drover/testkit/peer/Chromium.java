package dev.drover.testkit.peer;

import dev.drover.testkit.process.Finished;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A browser without a screen, which opens a page, lets its program run for some seconds of its own time, and ends. */
public final class Chromium {
    private static final Path PROGRAM = Path.of("/usr/bin/chromium");
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int PAGE_MILLIS = 4000;

    private final Path profile;

    /** @param profile folder of its own */
    public Chromium(Path profile) {
        this.profile = profile;
    }

    public static boolean isInstalled() {
        return Files.isExecutable(PROGRAM);
    }

    /** What the page looks like to who reads its elements, once its program has run. */
    public String dom(String url) {
        return run("--dump-dom", url).out();
    }

    /** A picture of it, for people. */
    public void picture(String url, Path png, int width, int height) {
        run("--hide-scrollbars", "--window-size=" + width + "," + height, "--screenshot=" + png.toAbsolutePath(), url);
    }

    private Finished run(String... more) {
        var command = new ArrayList<>(List.of(
                PROGRAM.toString(),
                "--headless=new",
                "--no-sandbox", // tests run as root, where it refuses to start otherwise; it opens our pages only
                "--disable-gpu",
                "--no-first-run",
                "--disable-background-networking",
                "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
                "--user-data-dir=" + profile.toAbsolutePath(),
                "--virtual-time-budget=" + PAGE_MILLIS));
        command.addAll(List.of(more));
        return Finished.run(PATIENCE, command).succeeded();
    }
}
