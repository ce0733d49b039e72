package dev.drover.observe.counter.host;

import dev.drover.observe.counter.Cursor;
import dev.drover.observe.counter.Group;
import dev.drover.observe.counter.Measured;

/** {@code /proc/sys/fs/file-nr}: open files of the whole host, and how many there may be. */
public record FileHandles(long open, long most) {
    public static final Group<FileHandles> GROUP = Group.file("/proc/sys/fs/file-nr", FileHandles::parse);

    static Measured<FileHandles> parse(byte[] bytes) {
        var cursor = new Cursor(bytes);
        long open = cursor.number();
        long free = cursor.number();
        long most = cursor.number();
        return cursor.unlessBad(new FileHandles(Math.max(0, open - free), most));
    }
}
