package dev.drover.observe.counter.service;

import dev.drover.observe.counter.Cursor;
import dev.drover.observe.counter.Group;
import dev.drover.observe.counter.Measured;
import dev.drover.observe.counter.process.Proc;
import dev.drover.observe.counter.process.Processes;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;

/**
 * Which processes of this host belong to which declared service ({@code /drover/services}).
 *
 * @param byPid the service of a process that Drover runs, or that listens where an instance is
 * @param byPort the service whose instance listens there
 */
public record Services(Map<Integer, String> byPid, Map<Integer, String> byPort) {
    public static final Group<Services> GROUP = Group.file("/drover/services", Services::parse);

    private static final int MOST = 100_000;
    private static final int GENERATIONS = 32;

    /** The service of a process or of the nearest of its parents that has one; empty if none has. */
    public String of(int pid, Processes processes) {
        int at = pid;
        for (int i = 0; i < GENERATIONS && at > 1; i++) {
            String service = byPid.get(at);
            if (service != null) {
                return service;
            }
            Proc proc = processes.byPid().get(at);
            at = proc == null ? 0 : proc.parent();
        }
        return "";
    }

    static Measured<Services> parse(byte[] bytes) {
        var byPid = new HashMap<Integer, String>();
        var byPort = new HashMap<Integer, String>();
        var line = new Cursor(bytes);
        while (!line.atEnd() && !line.bad() && byPid.size() < MOST) {
            int pid = (int) Math.min(Integer.MAX_VALUE, line.number());
            int port = (int) Math.min(Integer.MAX_VALUE, line.number());
            String service = line.word();
            line.nextLine();
            if (!line.bad()) {
                byPid.put(pid, service);
                byPort.put(port, service);
            }
        }
        return line.unlessBad(new Services(Collections.unmodifiableMap(byPid), Collections.unmodifiableMap(byPort)));
    }
}
