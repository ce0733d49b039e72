package dev.drover.lab.site;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A network namespace behind a pair of virtual links: the other end of a wire, on which packets can get lost.
 *
 * @param namespace its name
 * @param link this machine's end of the wire
 */
public record Neighbour(String namespace, String link, String address) {
    /** This machine, seen from over there. */
    public static final String HERE = "198.18.77.1"; // RFC 2544: for tests of network devices

    private static final String IN = "add table ip lab; add chain ip lab in { type filter hook input priority 0; };";
    private static final String THERE = "198.18.77.2";

    /** Of a site where one was made. */
    public static Neighbour of(Site site) {
        return new Neighbour(site.name(), "drover-lab0", THERE);
    }

    public static Neighbour make(Site site) throws IOException, InterruptedException {
        Neighbour made = of(site);
        String inside = "ip -n " + made.namespace + " ";
        site.change(
                "ip netns add " + made.namespace,
                "if ip netns list | grep -q '^" + made.namespace + "'; then ip netns del " + made.namespace + "; fi");
        site.change(
                "ip link add " + made.link + " type veth peer name wire netns " + made.namespace
                        + " && ip addr add " + HERE + "/30 dev " + made.link + " && ip link set " + made.link
                        + " up && "
                        + inside + "addr add " + THERE + "/30 dev wire && " + inside + "link set wire up && "
                        + inside + "link set lo up",
                "if ip link show " + made.link + " > /dev/null 2>&1; then ip link del " + made.link + "; fi");
        return made;
    }

    /** A command, started over there. */
    public List<String> enter(String... command) {
        return enter(List.of(command));
    }

    public List<String> enter(List<String> command) {
        var whole = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
        whole.addAll(command);
        return whole;
    }

    /** Packets that arrive over there are dropped by chance. */
    public void lose(Site fault, int percent) throws IOException, InterruptedException {
        filter(
                fault,
                IN + " add rule ip lab in numgen random mod 100 < " + percent + " drop;"
                        + " add chain ip lab out { type filter hook output priority 0; };"
                        + " add rule ip lab out numgen random mod 100 < " + percent + " drop");
    }

    /** A part of the attempts to connect over there is refused. */
    public void refuse(Site fault, int percent) throws IOException, InterruptedException {
        filter(
                fault,
                IN + " add rule ip lab in tcp flags & (syn | ack) == syn numgen random mod 100 < " + percent
                        + " reject with tcp reset");
    }

    /** Answers to attempts to connect from over there are dropped: connections stay half open. */
    public void ignoreAnswers(Site fault) throws IOException, InterruptedException {
        filter(fault, IN + " add rule ip lab in tcp flags & (syn | ack) == (syn | ack) drop");
    }

    /** Datagrams that arrive over there are dropped after so many rules did not mean them; all other packets pass. */
    public void filterSlowly(Site site, int rules) throws IOException, InterruptedException {
        var all = new StringBuilder(IN).append(" add rule ip lab in meta l4proto != udp accept;");
        for (int i = 0; i < rules; i++) {
            all.append(" add rule ip lab in udp dport ").append(10_000 + i).append(" accept;");
        }
        filter(site, all.append(" add rule ip lab in drop").toString());
    }

    /** What it sends comes in packets of the usual size, one after another, and one CPU here takes them up. */
    public void answerInBursts(Site site, int cpu) throws IOException, InterruptedException {
        site.ask("ip -n " + namespace + " link set wire gso_max_segs 1 && printf %x " + (1L << cpu)
                + " > /sys/class/net/" + link + "/queues/rx-0/rps_cpus");
    }

    private void filter(Site fault, String rules) throws IOException, InterruptedException {
        String nft = "ip netns exec " + namespace + " nft ";
        Path file = Files.writeString(Files.createTempFile(fault.folder(), "rules", ".nft"), rules.replace("; ", "\n"));
        fault.change(nft + "-f " + file, nft + "delete table ip lab 2> /dev/null; true");
    }

    /** All packets that arrive over there are taken up by one CPU. */
    public void receiveOn(Site site, int cpu) throws IOException, InterruptedException {
        site.ask("ip netns exec " + namespace + " sh -c 'printf %x " + (1L << cpu)
                + " > /sys/class/net/wire/queues/rx-0/rps_cpus'");
    }

    /** It no longer answers who has its address. */
    public void silence(Site fault) throws IOException, InterruptedException {
        fault.change(
                "ip -n " + namespace + " link set wire arp off && ip neigh flush dev " + link,
                "ip -n " + namespace + " link set wire arp on 2> /dev/null; true");
    }

    /** What is sent from here passes no faster than that. */
    public void narrow(Site fault, long kilobitsPerSecond) throws IOException, InterruptedException {
        fault.change(
                "tc qdisc add dev " + link + " root tbf rate " + kilobitsPerSecond + "kbit burst 32kbit latency 200ms",
                "tc qdisc del dev " + link + " root 2> /dev/null; true");
    }
}
