# Prints what the doctor reads of a host, a round a second, to standard output; writes nothing, installs nothing.
# For any POSIX shell; grep, tr, xargs, sleep, and where there are stat, find, tc, dmesg, sed. A line is one of
#   @TOKEN WORD ...   where a section begins or ends
#   PATH SEP LINE     a line of a file, SEP a NUL byte, or a colon if this grep knows no -Z
#   +PATH TEXT        text made here, by a path of /drover/
#   =TOOL LINE        a line that a tool printed
# so nothing that a file holds can be taken for another one. The braces make the shell read all of it before it begins.
{
    LC_ALL=C PATH=$PATH:/usr/sbin:/sbin:/usr/local/sbin
    export LC_ALL PATH
    token='@TOKEN@' span=@SPAN@ most=@ROUNDS@
    separator=':' grep='grep -aH'
    if grep -aHZ '' /proc/uptime > /dev/null 2>&1; then separator=0 grep='grep -aHZ'; fi

    # Of each path that standard input names, a line each, prints the lines with the path before each.
    # shellcheck disable=SC2086 # a program and its options
    show() { tr '\n' '\000' | xargs -0 $grep '' /dev/null 2> /dev/null; }
    # Of the same, names the files that have a line that fits, or with -L those that have none.
    which_of() { tr '\n' '\000' | xargs -0 grep "$1" "$2" /dev/null 2> /dev/null; }

    # The folders of control groups that have a limit.
    limited_groups() {
        {
            find "$@" -name cpu.max -o -name memory.max -o -name pids.max 2> /dev/null | which_of -L '^max'
            find "$@" -name cpu.cfs_quota_us 2> /dev/null | which_of -L '^-'
            find "$@" -name memory.limit_in_bytes 2> /dev/null | which_of -L '^9[0-9]\{18\}'
            find "$@" -name io.max -o -name 'blkio.throttle.*_device' 2> /dev/null | which_of -l '[0-9]'
        } | grep -v '^/dev/null$' | sed 's,/[^/]*$,,' | sort -u | head -n 1000
    }

    fixed_paths() {
        printf '%s\n' /proc/stat /proc/pressure/cpu /proc/pressure/memory /proc/pressure/io /proc/diskstats /proc/meminfo \
            /proc/vmstat /proc/net/snmp /proc/net/netstat /proc/net/snmp6 /proc/net/sockstat /proc/net/softnet_stat \
            /proc/net/dev /proc/softirqs /proc/schedstat /proc/loadavg /proc/uptime /proc/thread-self/sched \
            /proc/sys/fs/file-nr /proc/sys/kernel/random/entropy_avail /proc/sys/net/netfilter/nf_conntrack_count \
            /proc/net/stat/nf_conntrack /proc/net/stat/arp_cache /proc/net/arp /proc/net/udp /proc/net/udp6 \
            /sys/devices/system/node/node*/numastat /sys/devices/system/edac/mc/mc*/[cu]e_count \
            /sys/class/net/*/statistics/rx_missed_errors /sys/class/net/*/operstate /sys/fs/ext4/*/errors_count \
            /sys/devices/system/cpu/cpu*/thermal_throttle/*_total_time_ms \
            /sys/devices/system/cpu/cpu0/cpufreq/scaling_cur_freq
    }

    seldom_paths() {
        printf '%s\n' /proc/self/mountinfo /proc/sys/kernel/osrelease /proc/sys/kernel/hostname /proc/sys/kernel/pid_max \
            /proc/sys/kernel/threads-max /proc/sys/net/ipv4/tcp_mem /proc/sys/net/ipv4/tcp_max_orphans \
            /proc/sys/net/ipv4/ip_local_port_range /proc/sys/net/ipv4/tcp_tw_reuse /proc/net/route /proc/mdstat \
            /proc/sys/net/ipv4/neigh/default/gc_thresh3 /proc/sys/net/netfilter/nf_conntrack_max /proc/net/bonding/* \
            /sys/devices/system/clocksource/clocksource0/current_clocksource /sys/block/*/queue/rotational \
            /sys/block/*/device/vendor /sys/block/*/device/model \
            /sys/class/net/*/device/uevent /sys/class/net/*/speed /sys/class/net/*/duplex \
            /sys/devices/system/cpu/cpu0/cpufreq/cpuinfo_max_freq
        printf '%s\n' /proc/[0-9]*/cmdline
        printf '%s\n' /proc/[0-9]*/cgroup
        printf '%s\n' /proc/[0-9]*/comm
        printf '%s\n' /proc/[0-9]*/limits
        printf '%s\n' /proc/[0-9]*/status
        if few_threads; then printf '%s\n' /proc/[0-9]*/task/[0-9]*/comm; fi
    }

    counters_of_groups() {
        printf '%s\n' "$groups" | while read -r folder; do
            [ -n "$folder" ] || continue
            for name in cpu.max cpu.stat cpu.pressure cpu.cfs_quota_us cpu.cfs_period_us memory.max memory.current \
                memory.events memory.stat memory.pressure memory.limit_in_bytes memory.usage_in_bytes memory.failcnt \
                memory.oom_control pids.max pids.current pids.events io.max io.stat io.pressure \
                blkio.throttle.read_bps_device blkio.throttle.write_bps_device blkio.throttle.read_iops_device \
                blkio.throttle.write_iops_device blkio.throttle.io_service_bytes_recursive \
                blkio.throttle.io_serviced_recursive; do
                [ -e "$folder/$name" ] && printf '%s\n' "$folder/$name"
            done
        done
    }

    processes() {
        printf '%s\n' /proc/[0-9]*/stat
        printf '%s\n' /proc/[0-9]*/schedstat
        printf '%s\n' /proc/[0-9]*/io
        if few_threads; then printf '%s\n' /proc/[0-9]*/task/[0-9]*/schedstat; fi
    }

    # More threads than this would take longer than a round.
    few_threads() {
        read -r all < /proc/loadavg
        all=${all#*/} all=${all%% *}
        [ "$all" -le 20000 ]
    }

    # Of tasks that wait uninterruptibly: where, and since when.
    stuck() {
        printf '%s\n' /proc/[0-9]*/stat | which_of -l '^[0-9]* (.*) D ' | while read -r file; do
            printf '%s\n' "${file%stat}wchan" "${file%stat}sched"
        done
    }

    descriptors() {
        for process in /proc/[0-9]*; do
            [ -r "$process/fd" ] || continue
            set -- "$process"/fd/*
            [ "$1" = "$process/fd/*" ] && set --
            echo "+/drover/fds/${process#/proc/} $#"
        done
    }

    # Room of local file systems only: a network one may never answer.
    room() {
        set --
        while read -r _ _ _ _ point rest; do
            case $point in *\\*) continue ;; esac
            case $rest in
                *@TYPES@*) set -- "$@" "$point" ;;
            esac
        done < /proc/self/mountinfo
        [ $# -eq 0 ] || stat -f -c '=statfs %S %b %f %a %c %d %n' "$@" 2> /dev/null
    }

    # If there are so many: half a million lines of sockets would take longer than what they tell is worth.
    sockets() {
        count=$(sed -n -e 's/^TCP: inuse \([0-9]*\).* tw \([0-9]*\) .*/\1+\2/p' -e 's/^TCP6: inuse \([0-9]*\)$/+\1/p' \
            /proc/net/sockstat /proc/net/sockstat6 2> /dev/null)
        count=$((${count:-0}))
        if [ "$count" -ge "$1" ] && [ "$count" -le "$2" ]; then printf '%s\n' /proc/net/tcp /proc/net/tcp6; fi
    }

    echo "@$token begin $separator $(uname -s) $(id -u)"
    if [ ! -r /proc/stat ] || [ ! -r /proc/uptime ]; then
        echo "@$token end"
        exit 0
    fi
    groups='' round=0
    read -r up _ < /proc/uptime
    until=$((${up%%.*} + span + 1))
    while :; do
        read -r up _ < /proc/uptime
        echo "@$token round $up"
        { fixed_paths; processes; counters_of_groups; stuck; sockets 0 2000; } | show
        room
        tc -s qdisc show 2> /dev/null | sed 's/^/=tc /'
        if [ $((round % 5)) -eq 0 ]; then
            echo "@$token seldom"
            mounts=$(sed -n 's/^[^ ]* [^ ]* [^ ]* [^ ]* \(\/[^ \\]*\) .* - cgroup2* .*/\1/p' /proc/self/mountinfo)
            # shellcheck disable=SC2086 # a word each
            [ -z "$mounts" ] || groups=$(limited_groups $mounts)
            { seldom_paths; counters_of_groups; sockets 2001 20000; } | show
            descriptors
            dmesg 2> /dev/null | tail -n 500 | sed 's/^/=dmesg /'
        fi
        echo "@$token done"
        read -r up _ < /proc/uptime
        round=$((round + 1))
        [ "$round" -lt "$most" ] || break
        [ "$round" -lt 2 ] || [ "${up%%.*}" -lt "$until" ] || break
        sleep 1
    done
    echo "@$token end"
    exit 0
} < /dev/null
