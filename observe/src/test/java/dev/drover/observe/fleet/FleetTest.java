package dev.drover.observe.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.drover.observe.counter.Group;
import dev.drover.observe.counter.cpu.Cpus;
import dev.drover.observe.counter.disk.Disks;
import dev.drover.observe.counter.disk.FileSystems;
import dev.drover.observe.counter.memory.Memory;
import dev.drover.observe.counter.process.Processes;
import dev.drover.observe.sample.Sample;
import dev.drover.testkit.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs that stand for {@code ssh}: the host's name decides what becomes of the connection. */
class FleetTest {
    private static final Fleet.Patience SHORT =
            new Fleet.Patience(Duration.ofMillis(100), Duration.ofSeconds(6), Duration.ofSeconds(30));

    @TempDir
    private Path folder;

    private Fleet fleet(String cases) throws IOException {
        Path program = Files.writeString(
                folder.resolve("ssh"),
                "#!/bin/sh\nfor one in \"$@\"; do [ \"$before\" = -- ] && host=$one; before=$one; done\ncase $host in\n"
                        + cases + "\nesac\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        return new Fleet(new Ssh(List.of(program.toString()), "f00d"), InstantSource.system(), SHORT);
    }

    private static List<Destination> hosts(String... names) {
        return java.util.Arrays.stream(names).map(n -> new Destination(n, 0)).toList();
    }

    private static Visit.Unseen unseen(Visit visit) {
        return assertInstanceOf(Visit.Unseen.class, visit);
    }

    @Test
    void watchesWithAnyShellAndAGreetingBefore() throws Exception {
        Fleet fleet = fleet("""
                dash) echo Welcome; exec dash -s ;;
                bash) exec bash -s ;;
                *) exec sh -s ;;""");
        for (Visit visit : fleet.watch(hosts("dash", "bash", "sh"), Duration.ofSeconds(1), 100, v -> {})) {
            Visit.Seen seen = assertInstanceOf(Visit.Seen.class, visit, visit::toString);
            assertEquals("", seen.note());
            assertTrue(seen.judged().span().samples() >= 2);
        }
    }

    @Test
    void needsNothingButBusyBox() throws Exception {
        Path box = Path.of("/usr/bin/busybox");
        assumeTrue(Files.isExecutable(box), "needs the program busybox");
        Path programs = Files.createDirectory(folder.resolve("box"));
        for (String name : List.of(
                "sh", "grep", "tr", "xargs", "sed", "sleep", "find", "stat", "sort", "head", "uname", "id", "tail")) {
            Files.createSymbolicLink(programs.resolve(name), box);
        }
        Fleet fleet = fleet("*) PATH=" + programs + "; export PATH; exec sh -s ;;");
        var samples = new ArrayList<Sample>();
        fleet.watch(new Destination("box", 0), Duration.ofSeconds(1), tree -> tree, samples::add);
        for (Group<?> group : List.of(Cpus.GROUP, Disks.GROUP, Processes.GROUP, FileSystems.GROUP, Memory.INFO)) {
            assertTrue(samples.getLast().get(group).isMeasured(), group::name);
        }
    }

    @Test
    void goesOnWhereOneHangsOrBabbles() throws Exception {
        Fleet fleet = fleet("""
                good) exec sh -s ;;
                hangs) sleep 1000 ;;
                babbles) while :; do echo '@f00d nonsense'; done ;;
                greets) while :; do echo 'You have new mail'; done ;;
                stops) sh -s | { head -c 2000; sleep 1000; } ;;""");
        var done = new ArrayList<String>();
        List<Visit> visits = fleet.watch(
                hosts("hangs", "babbles", "greets", "stops", "good"),
                Duration.ofSeconds(1),
                100,
                v -> done.add(v.host().name()));
        assertEquals(5, done.size());
        assertTrue(unseen(visits.getFirst()).why().contains("told nothing for 6 s"), visits::toString);
        assertTrue(unseen(visits.get(3)).why().contains("told nothing for 6 s"), visits::toString);
        unseen(visits.get(1));
        unseen(visits.get(2));
        assertInstanceOf(Visit.Seen.class, visits.get(4));
    }

    @Test
    void givesUpAChildThatAWrapperLeftWithItsOutput() throws Exception {
        Path pid = folder.resolve("pid");
        Fleet fleet = fleet("*) sleep 1000 & echo $! > pid; sleep 1 ;;".replace("pid", pid.toString()));
        Visit visit =
                fleet.watch(hosts("a"), Duration.ofSeconds(1), 100, v -> {}).getFirst();
        assertTrue(unseen(visit).why().contains("told nothing for 6 s"), visit::toString);
        long child = Long.parseLong(Files.readString(pid).strip());
        Await.until(
                "the child to end",
                Duration.ofSeconds(5),
                () -> ProcessHandle.of(child).map(process -> !process.isAlive()).orElse(true));
    }

    @Test
    void doesNotTakeTroubleOfOurOwnForABrokenConnection() throws Exception {
        Fleet fleet = fleet("*) exec sh -s ;;");
        int[] samples = {0};
        IOException full = assertThrows(
                IOException.class,
                () -> fleet.watch(new Destination("a", 0), Duration.ofMinutes(5), tree -> tree, sample -> {
                    if (++samples[0] == 2) {
                        throw new IOException("No space left on device");
                    }
                }));
        assertEquals("No space left on device", full.getMessage());
    }

    @Test
    void goesOnWhereOneHostTellsTooMuch() throws Exception {
        Fleet fleet = fleet("""
                good) exec sh -s ;;
                *) echo '@f00d begin 0 Linux 0'; echo '@f00d round 1.00'
                    exec awk 'BEGIN { for (;;) print "+/drover/fds/" i++ " 1" }' ;;""");
        List<Visit> visits = fleet.watch(hosts("much", "good"), Duration.ofSeconds(1), 100, v -> {});
        assertTrue(unseen(visits.getFirst()).why().contains("more than 32 MiB a second"), visits::toString);
        assertInstanceOf(Visit.Seen.class, visits.get(1));
    }

    @Test
    void leavesRoomForAHostBesideManyThatBabble() throws Exception {
        Fleet fleet = fleet("""
                good) sleep 2; exec sh -s ;;
                *) echo '@f00d begin 0 Linux 0'; echo '@f00d round 1.00'
                    awk 'BEGIN { for (i = 0; i < 80000; i++) print "+/drover/fds/" i " 1" }'; sleep 4
                    exec awk 'BEGIN { for (;;) print "+/drover/fds/" i++ " 1" }' ;;""");
        String[] names = IntStream.range(0, Fleet.AT_ONCE)
                .mapToObj(i -> i == 0 ? "good" : "h" + i)
                .toArray(String[]::new);
        List<Visit> visits = fleet.watch(hosts(names), Duration.ofSeconds(1), 100, v -> {});
        assertInstanceOf(Visit.Seen.class, visits.getFirst(), visits::toString);
        long beside = visits.stream()
                .skip(1)
                .map(v -> unseen(v).why())
                .filter(why -> why.contains("more than there is room for, 40 MiB for all hosts"))
                .count();
        assertTrue(beside >= Fleet.AT_ONCE - 3, visits::toString);
        assertTrue(unseen(visits.get(1)).fix().startsWith("watch it alone"), visits::toString);
    }

    @Test
    void keepsWhatItSawOfAConnectionThatIsCut() throws Exception {
        Fleet fleet = fleet("*) sh -s | sed '/^@f00d done/{x;s/^/x/;/^xx$/{x;q};x}' ;;");
        Visit.Seen seen = assertInstanceOf(
                Visit.Seen.class,
                fleet.watch(hosts("a"), Duration.ofSeconds(60), 100, v -> {}).getFirst());
        assertEquals("after 2 samples the connection ended", seen.note());
        assertEquals(2, seen.judged().span().samples());
    }

    @Test
    void takesFramesThatComeLateForWhenTheyWereMade() throws Exception {
        Fleet fleet = fleet("""
                *) echo '@f00d begin 0 Linux 0'
                    for at in 100.00 101.00 102.50; do printf '@f00d round %s\n@f00d done\n' $at; done
                    sleep 1; printf '@f00d round 103.00\n@f00d done\n@f00d end\n' ;;""");
        var samples = new ArrayList<Sample>();
        fleet.watch(new Destination("a", 0), Duration.ofSeconds(1), tree -> tree, samples::add);
        Instant first = samples.getFirst().at();
        assertEquals(
                List.of(0L, 1000L, 2500L, 3000L),
                samples.stream()
                        .map(s -> Duration.between(first, s.at()).toMillis())
                        .toList());
    }

    @Test
    void saysInALineWhyAHostIsNotWatched() throws Exception {
        Fleet fleet = fleet("""
                name) echo 'ssh: Could not resolve hostname name: Name or service not known' >&2; exit 255 ;;
                key) echo 'ops@key: Permission denied (publickey).' >&2; exit 255 ;;
                new) echo 'Host key verification failed.' >&2; exit 255 ;;
                down) echo 'ssh: connect to host down port 22: Connection timed out' >&2; exit 255 ;;
                noshell) echo 'exec: sh: not found' >&2; exit 127 ;;
                odd) printf 'something \\033[31modd\\n' >&2; exit 3 ;;
                bsd) echo '@f00d begin 0 FreeBSD 0'; echo '@f00d end' ;;
                mute) exit 0 ;;""");
        List<Visit> all = fleet.watch(
                hosts("name", "key", "new", "down", "noshell", "odd", "bsd", "mute"),
                Duration.ofSeconds(1),
                100,
                v -> {});
        assertEquals(
                List.of(
                        "its name has no address",
                        "it refused to let us in",
                        "its key is not known here",
                        "it does not answer",
                        "there is no POSIX shell (sh) on it",
                        "ssh ended with 3: something [31modd",
                        "it runs FreeBSD, not Linux",
                        "the connection ended before anything was told (exit code 0)"),
                all.stream().map(v -> unseen(v).why()).toList());
        assertTrue(unseen(all.get(1)).fix().contains("ssh -o BatchMode=yes key true"));
    }

    @Test
    void saysWhereThereIsNoSsh() throws Exception {
        var fleet = new Fleet(new Ssh(List.of(folder.resolve("none").toString()), "t"), InstantSource.system());
        Visit visit =
                fleet.watch(hosts("a"), Duration.ofSeconds(1), 100, v -> {}).getFirst();
        assertTrue(unseen(visit).why().endsWith("cannot be started here"));
    }

    @Test
    void letsManyHostsWaitForTheirTurn() throws Exception {
        Fleet fleet = fleet("*) echo $$ >> started; exit 3 ;;"
                .replace("started", folder.resolve("started").toString()));
        String[] names = IntStream.range(0, 50).mapToObj(i -> "h" + i).toArray(String[]::new);
        List<Visit> all = fleet.watch(hosts(names), Duration.ofSeconds(1), 100, v -> {});
        assertEquals(List.of(names), all.stream().map(v -> v.host().name()).toList());
        assertEquals(50, Files.readAllLines(folder.resolve("started")).size());
    }
}
