package dev.drover.observe.process;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a sleeping thread waits for, told by the function of the kernel in which it sleeps ({@code /proc/PID/wchan}).
 *
 * <p>Names differ from kernel to kernel in endings and underscores: the first entry that the name holds decides.
 */
final class WaitChannel {
    private static final Map<String, String> WORDS = new LinkedHashMap<>();

    static {
        put("a lock or another thread", "futex");
        put("events (epoll)", "ep_poll");
        put("events (poll or select)", "poll_schedule", "do_select", "do_poll", "do_sys_poll");
        put("a timer", "nanosleep", "hrtimer", "schedule_timeout_");
        put("a new connection", "inet_csk_accept", "unix_accept", "skb_wait_for_more");
        put("bytes from a socket", "sk_wait_data", "wait_woken", "unix_stream_read", "unix_stream_data", "tcp_recvmsg");
        put("room in a socket's buffer", "sk_stream_wait_memory", "sock_alloc_send", "sock_wait_for_wmem");
        put("a pipe", "pipe_");
        put("a child", "do_wait", "kernel_wait4");
        put("a signal", "sigsuspend", "sigtimedwait", "sys_pause");
        put("somebody to let it go on", "do_signal_stop", "ptrace_stop", "do_jobctl", "do_freezer", "freezer");
        put("the journal of a file system", "jbd2", "xlog", "xfs_log", "wait_current_trans");
        put("written pages to reach their device", "balance_dirty", "wbt_wait", "writeback");
        put("memory to be freed", "throttle_direct", "shrink", "mem_cgroup", "reclaim");
        put("swap", "swap", "swapin");
        put(
                "a device",
                "io_schedule",
                "blk_mq",
                "bio_wait",
                "submit_bio",
                "folio_wait",
                "wait_on_page",
                "wait_on_buffer");
        put("io_uring", "io_cqring", "io_wq");
        put("asynchronous I/O", "read_events", "io_getevents");
        put("a server of NFS", "nfs", "rpc_");
        put("a server of FUSE", "fuse");
        put("a lock of the kernel", "rwsem", "mutex", "down_", "rcu", "percpu");
        put("a terminal", "n_tty", "tty_");
        put("changes of files", "inotify", "fanotify");
        put("an eventfd", "eventfd");
        put("a lock on a file", "locks_lock", "flock", "posix_lock");
        put(
                "work of the kernel",
                "worker_thread",
                "rescuer",
                "kthread",
                "smpboot",
                "kswapd",
                "kcompactd",
                "ksoftirq",
                "do_exit");
    }

    private WaitChannel() {}

    private static void put(String words, String... parts) {
        for (String part : parts) {
            WORDS.put(part, words);
        }
    }

    /** In words, or the function's own name. */
    static String words(String channel) {
        for (Map.Entry<String, String> one : WORDS.entrySet()) {
            if (channel.contains(one.getKey())) {
                return one.getValue();
            }
        }
        return channel.isEmpty() ? "" : channel;
    }
}
