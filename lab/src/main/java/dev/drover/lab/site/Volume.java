package dev.drover.lab.site;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A small ext4 file system on a loop device whose file lies in memory: it is as slow as is asked of it, and no other disk is touched.
 *
 * @param device its numbers, as control groups want them: {@code 7:0}
 */
public record Volume(String device, Path mount) {
    /** Of a site where one was made. */
    public static Volume of(Site site) throws IOException, InterruptedException {
        Path mount = site.folder().resolve("volume");
        return new Volume(site.ask("mountpoint -d " + mount), mount);
    }

    /** Makes and mounts one; it goes with the site. */
    public static Volume make(Site site, int mebibytes, String options) throws IOException, InterruptedException {
        Path image = Path.of("/dev/shm", site.name() + ".img");
        Path mount = site.folder().resolve("volume");
        site.change("truncate -s " + mebibytes + "M " + image, "rm -f " + image);
        site.ask("mkfs.ext4 " + options + " " + image + " && mkdir -p " + mount);
        site.change(
                "losetup --find " + image, "for d in $(losetup -n -O NAME -j " + image + "); do losetup -d $d; done");
        site.change(
                "mount $(losetup -n -O NAME -j " + image + ") " + mount,
                "if mountpoint -q " + mount + "; then umount " + mount + "; fi");
        return of(site);
    }
}
