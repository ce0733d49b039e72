package dev.drover.lab.site;

import java.io.IOException;
import java.nio.file.Path;

/** A swap area in a file, for the whole machine; who is not short of memory does not use it. */
public final class Swap {
    private Swap() {}

    /** Made and in use; it goes with the site. */
    public static void make(Site site, int mebibytes) throws IOException, InterruptedException {
        Path file = site.folder().resolve("swap");
        site.ask("fallocate -l " + mebibytes + "M " + file + " && chmod 600 " + file + " && mkswap " + file);
        site.change("swapon " + file, "if grep -q '^" + file + " ' /proc/swaps; then swapoff " + file + "; fi");
    }
}
