package dev.drover.observe.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DestinationTest {
    @ParameterizedTest
    @CsvSource({
        "web1, web1, 0",
        "ops@web1.example:2222, ops@web1.example, 2222",
        "10.0.0.7:22, 10.0.0.7, 22",
        "[fe80::1%eth0]:22, fe80::1%eth0, 22",
        "ops@[2001:db8::7], ops@2001:db8::7, 0",
        "2001:db8::7, 2001:db8::7, 0",
        "first.last-1@web-1_a.example, first.last-1@web-1_a.example, 0"
    })
    void readsWhatSshKnows(String typed, String name, int port) {
        assertEquals(Optional.of(new Destination(name, port)), Destination.of(typed));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-oProxyCommand=reboot",
                "a b",
                "web1:0",
                "web1:70000",
                "web1:",
                "@web1",
                "ops@",
                "web1:x",
                "a\nb",
                "a`id`",
                "$(id)@web1",
                "web1;id",
                "ops|id@web1",
                "ops@-oProxyCommand=x",
                "-l@web1",
                "a@b@c",
                "web\u00e41",
                "web1'"
            })
    void refusesWhatIsNoHost(String typed) {
        assertEquals(Optional.empty(), Destination.of(typed));
    }

    @ParameterizedTest
    @ValueSource(strings = {"web1", "ops@web1:2222", "[2001:db8::7]:22"})
    void isShownAsTyped(String typed) {
        assertEquals(typed, Destination.of(typed).orElseThrow().toString());
    }

    @org.junit.jupiter.api.Test
    void neverAsksAndTakesNoNameForAnOption() {
        List<String> arguments = new Ssh(List.of("ssh", "-F", "x"), "t").arguments(new Destination("ops@web1", 2222));
        assertEquals(List.of("ssh", "-F", "x"), arguments.subList(0, 3));
        assertEquals(
                List.of("-p", "2222", "--", "ops@web1", "exec sh -s"),
                arguments.subList(arguments.size() - 5, arguments.size()));
        assertTrue(arguments.contains("ClearAllForwardings=yes"));
        assertEquals("BatchMode=yes", arguments.get(arguments.indexOf("BatchMode=yes")));
    }
}
