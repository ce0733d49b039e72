package dev.drover.observe.process;

import dev.drover.observe.counter.Measured;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * What a process is made of, what it did while it was watched, and what it waits for. A part that cannot be read says why.
 *
 * @param seconds for which it was watched
 * @param ended whether it ended within them: all is as it was last seen
 */
public record Portrait(
        Identity identity,
        double seconds,
        boolean ended,
        Measured<Memory> memory,
        List<ThreadUse> threads,
        Activity activity,
        Measured<OpenFiles> files,
        Measured<Map<String, Long>> sockets,
        Measured<List<Limit>> limits,
        Measured<List<GroupUse>> groups,
        Family family) {
    /**
     * Who it is.
     *
     * @param commandLine as it was started; empty for a thread of the kernel
     * @param user the number of its account, the real one
     * @param forked whether it runs on in its parent's memory, without a program of its own
     * @param state as of {@link ThreadUse}
     * @param threads as the kernel counts them; more than {@link Portrait#threads} holds if there are very many
     * @param age seconds since it started
     */
    public record Identity(
            int pid,
            String name,
            String commandLine,
            boolean kernel,
            boolean forked,
            char state,
            int nice,
            int threads,
            Measured<Long> user,
            Measured<Double> age,
            String cgroup) {}

    /**
     * Its memory, in bytes.
     *
     * @param resident as anybody may read
     * @param swapped as anybody may read
     * @param all with its shares; needs the right to look into the process
     * @param kinds likewise
     */
    public record Memory(
            Measured<Long> resident,
            Measured<Long> swapped,
            Measured<Mappings.Size> all,
            Measured<Map<Mappings.Kind, Mappings.Size>> kinds) {
        /** Bytes that are shared only since a fork, until one side writes them. */
        public Measured<Long> copyOnWrite() {
            return kinds.map(all ->
                    all.values().stream().mapToLong(Mappings.Size::copyOnWrite).sum());
        }
    }

    /**
     * What all its threads did together.
     *
     * @param cpus on how many CPUs they ran
     * @param waited how many of them wanted a CPU and had none, on average
     * @param minorFaults pages it asked for that were in memory, per second; {@code majorFaults} those that were not
     * @param read bytes from devices, per second
     * @param written bytes to devices, per second
     */
    public record Activity(
            double cpus,
            Measured<Double> waited,
            double minorFaults,
            double majorFaults,
            Measured<Double> read,
            Measured<Double> written) {}

    /**
     * A control group that limits it: its own, or one above.
     *
     * @param throttled share of the periods in which its CPU quota was used up, while watched
     */
    public record GroupUse(
            String path,
            Measured<Double> quota,
            Measured<Double> throttled,
            Measured<Long> memory,
            Measured<Long> memoryLimit,
            Measured<Long> tasks,
            Measured<Long> taskLimit) {}

    /**
     * Where it comes from and what it makes.
     *
     * @param children by number, with their names; a part of them if there are very many
     * @param born how many that were there at a look had not been at the one before: at least so many were made
     * @param hostForks processes and threads that the whole host made, per second
     */
    public record Family(
            int parent,
            String parentName,
            Measured<Integer> count,
            SortedMap<Integer, String> children,
            Measured<Integer> born,
            Measured<Double> hostForks) {}

    /** What is notable, in three sentences at most; most notable first. */
    public List<String> remarks() {
        return Remarks.of(this);
    }
}
