package dev.drover.registry.ensemble;

import static dev.drover.registry.ensemble.Site.SOON;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.plane.Ticker;
import dev.drover.registry.command.Command.Kv;
import dev.drover.registry.command.Outcome;
import dev.drover.registry.store.ZooKeeperRegistry;
import dev.drover.testkit.Await;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Nodes that begin to belong to an ensemble and cease to, while they and all others run on. */
@Timeout(300)
class ComingAndGoingTest {
    @TempDir
    Path folder;

    private final Map<String, EnsembleMember> nodes = new LinkedHashMap<>();
    private Site site;
    private ZooKeeperRegistry user;

    @BeforeEach
    void start() throws Exception {
        site = Site.of(folder, 4);
        for (var place : site.places()) {
            run(place.name(), "abc");
        }
        await("abc");
        user = new ZooKeeperRegistry(nodes.get("d").settings().withPatience(Duration.ofSeconds(3)), Ticker.system());
        write("k", "1");
    }

    @AfterEach
    void stop() {
        if (user != null) {
            user.close();
        }
        nodes.values().forEach(EnsembleMember::close);
    }

    private List<Place> places(String names) {
        return names.chars().mapToObj(n -> site.place(Character.toString(n))).toList();
    }

    private void run(String name, String declared) throws IOException {
        nodes.put(name, site.node(name, places(declared)));
    }

    private void kill(String name) {
        var node = nodes.remove(name);
        assertNotNull(node);
        node.close();
    }

    /** Until these have votes, and nobody else. */
    private void await(String names) {
        var addresses = places(names).stream().map(Place::address).toList();
        Await.until(
                names + " vote",
                SOON,
                () -> {
                    for (var node : nodes.entrySet()) {
                        if (node.getValue().serves() != names.contains(node.getKey())) {
                            return false;
                        }
                    }
                    var census = look();
                    return census.voters().stream()
                                    .map(Seat::address)
                                    .sorted()
                                    .toList()
                                    .equals(addresses)
                            && census.leader().isPresent();
                },
                this::said);
    }

    private Census look() throws InterruptedException {
        return nodes.values().iterator().next().look();
    }

    private String said() {
        var text = new StringBuilder();
        nodes.forEach((name, node) -> text.append(name)
                .append(": ")
                .append(node.trouble().orElse("well"))
                .append('\n'));
        return text.toString();
    }

    private String leader() throws InterruptedException {
        var at = look().leader().orElseThrow();
        return site.places().stream()
                .filter(p -> p.address().equals(at))
                .findFirst()
                .orElseThrow()
                .name();
    }

    private void write(String key, String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        Await.until(key + " is written", SOON, () -> user.apply(new Kv.Put(key, bytes, 0)) instanceof Outcome.Done);
    }

    private void declare(String names) {
        nodes.values().forEach(node -> node.want(places(names)));
        user.connectTo(nodes.values().iterator().next().connect());
    }

    private String trouble(String name) {
        return nodes.get(name).trouble().orElse("");
    }

    @Test
    void joinsWhenItIsNamedAndGoesOnVotingWhenItIsNoLonger() throws Exception {
        assertFalse(nodes.get("d").serves());
        assertEquals("", trouble("d"), "a client has nothing to complain of");
        declare("abcd");
        await("abcd");
        declare("abc");
        Await.until("d says so", SOON, () -> trouble("d").startsWith("d still votes in the registry's ensemble"));
        await("abcd");
        kill("d");
        run("d", "abc");
        await("abcd");
        assertTrue(nodes.get("a").leave(site.place("d").address()));
        await("abc");
        Await.until("d knows", SOON, nodes.get("d")::hasLeft);
        Await.until("d is content", SOON, () -> trouble("d").isEmpty());
        write("k", "2");
    }

    @Test
    void replacesALeaderThatLeavesByAnother() throws Exception {
        declare("abcd");
        await("abcd");
        String first = leader();
        assertTrue(nodes.get(first).leave(site.place(first).address()));
        await("abcd".replace(first, ""));
        write("k", "2");
        Await.until("it says so", SOON, () -> trouble(first).startsWith(first + " left the registry's ensemble"));
        nodes.get(first).join();
        await("abcd");
        write("k", "3");
        assertFalse(nodes.get(first).leave("127.0.0.99"));
    }

    @Test
    void takesOutWhoIsDeadAndTellsItWhenItComesBack() throws Exception {
        kill("c");
        var lost = site.place("c").address();
        Await.until(
                "its loss is seen",
                SOON,
                () -> {
                    var seen = look();
                    return seen.at(lost) == Census.Doing.SILENT
                            && Departure.of(seen, lost).equals(new Departure(2, 2, 0, false));
                },
                this::said);
        assertTrue(nodes.get("a").leave(site.place("c").address()));
        declare("abd");
        await("abd");
        run("c", "abd");
        Await.until("c learns of it", SOON, () -> nodes.get("c").hasLeft(), this::said);
        await("abd");
        assertThrows(IOException.class, nodes.get("c")::join);
        declare("abdc");
        Await.until("c says so", SOON, () -> trouble("c").startsWith("c left"));
        nodes.get("c").join();
        await("abcd");
        write("k", "2");
    }
}
