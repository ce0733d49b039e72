package dev.drover.lab.victim;

import dev.drover.lab.site.Cgroup;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How a victim is to be before it starts; a fault that needs it otherwise changes it. */
public final class VictimPlan {
    /** What each request does on the disk. */
    public enum Disk {
        NONE,
        /** Appends 4 KiB to a file. */
        WRITE,
        /** And waits until they are on the disk. */
        SYNC,
        /** Makes a new file. */
        CREATE,
        /** Reads two hundred blocks of the file {@code data}, here and there. */
        LOOK_UP
    }

    private final List<Cgroup> groups = new ArrayList<>();
    private final List<String> wrapper = new ArrayList<>();
    private final List<String> settings = new ArrayList<>();
    private int heap = 48;

    /** It lives in this control group. */
    public VictimPlan in(Cgroup group) {
        groups.add(group);
        return this;
    }

    /** It is started by this command, such as {@code prlimit --nofile=256}. */
    public VictimPlan by(String... command) {
        wrapper.addAll(List.of(command));
        return this;
    }

    public VictimPlan heap(int mebibytes) {
        heap = mebibytes;
        return this;
    }

    public VictimPlan disk(Disk disk, Path folder) {
        return set("disk", disk.name().toLowerCase(Locale.ROOT)).set("folder", folder.toString());
    }

    /** Each request writes that many times, one after another. */
    public VictimPlan writes(int count) {
        return set("writes", Integer.toString(count));
    }

    /** It keeps so much in memory, and each request looks at many places of it. */
    public VictimPlan memory(int mebibytes) {
        return set("memory", Integer.toString(mebibytes)).heap(2 * mebibytes);
    }

    /** Each request asks there for that many bytes, on a connection of its own. */
    public VictimPlan upstream(String host, int port, int bytes) {
        return set("upstream", host + ":" + port).set("bytes", Integer.toString(bytes));
    }

    /** And keeps that many connections to it, for one request each at a time. */
    public VictimPlan pool(int size) {
        return set("pool", Integer.toString(size));
    }

    /** Each request asks there, by a datagram, and waits for the answer. */
    public VictimPlan datagrams(String host, int port) {
        return set("datagrams", host + ":" + port);
    }

    /** It listens on all addresses, not on the loopback's only. */
    public VictimPlan everywhere() {
        return set("everywhere", "");
    }

    public VictimPlan backlog(int length) {
        return set("backlog", Integer.toString(length));
    }

    /** All requests are served by one thread, one after another. */
    public VictimPlan oneThread() {
        return set("threads", "1");
    }

    /** Each request gets a thread of its own, made for it. */
    public VictimPlan threadPerRequest() {
        return set("threads", "0");
    }

    private VictimPlan set(String name, String value) {
        settings.add(name + "=" + value);
        return this;
    }

    List<Cgroup> groups() {
        return groups;
    }

    List<String> command() {
        var command = new ArrayList<>(wrapper);
        command.addAll(Java.command(heap, Service.class));
        command.addAll(settings);
        return command;
    }
}
