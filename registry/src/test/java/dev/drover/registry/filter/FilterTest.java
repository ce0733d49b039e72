package dev.drover.registry.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class FilterTest {
    private static final Map<String, Object> NODE = Map.of(
            "ID", "40e4a748-2192-161a-0510-9bf59fe950b5",
            "Node", "foobar",
            "Address", "10.1.10.12",
            "Datacenter", "dc1",
            "TaggedAddresses", Map.of("lan", "10.1.10.12"),
            "Meta", Map.of("instance_type", "t2.medium", "a/b", "slash", "empty", ""));

    private static final Map<String, Object> SERVICE = Map.of(
            "ID",
            "redis-1",
            "Service",
            "redis",
            "Tags",
            List.of("primary", "v2"),
            "TaggedAddresses",
            Map.of("wan", Map.of("Address", "198.18.1.2", "Port", 80)),
            "Meta",
            Map.of("version", "4.0"),
            "Port",
            8000,
            "Weights",
            Map.of("Passing", 10, "Warning", 1),
            "EnableTagOverride",
            true);

    private static final Map<String, Object> ENTRY = Map.of(
            "Node", NODE,
            "Service", SERVICE,
            "Checks",
                    List.of(
                            Map.of("CheckID", "serfHealth", "Status", "passing", "ServiceTags", List.of()),
                            Map.of(
                                    "CheckID",
                                    "service:redis",
                                    "Status",
                                    "warning",
                                    "ServiceTags",
                                    List.of("primary"))));

    private static boolean keeps(String expression) {
        try {
            return Filter.of(expression, Selectors.SERVICE_ENTRY).keeps(ENTRY);
        } catch (BadFilter e) {
            throw new AssertionError(expression, e);
        }
    }

    private static void kept(String expression) {
        assertTrue(keeps(expression), expression);
    }

    private static void dropped(String expression) {
        assertFalse(keeps(expression), expression);
    }

    private static void refused(String expression, String why) {
        var e = assertThrows(
                BadFilter.class, () -> Filter.of(expression, Selectors.SERVICE_ENTRY), "not refused: " + expression);
        assertEquals("Failed to create boolean expression evaluator: " + why, e.getMessage());
    }

    @Test
    void comparesTexts() {
        kept("Node.Node == foobar");
        dropped("Node.Node == \"Foobar\"");
        kept("Node.Node != other");
        kept("oob in Node.Node");
        kept("Node.Address contains \"10.1.\"");
        dropped("oob not in Node.Node");
        kept("Node.Node matches \"^fo+b\"");
        kept("Node.Node matches `o{2}`");
        dropped("Node.Node not matches `o{2}`");
        dropped("Node.Node matches \"^bar$\"");
    }

    @Test
    void comparesNumbersAndTruthValues() {
        kept("Service.Port == 8000");
        kept("Service.Port == \"0x1f40\"");
        kept("Service.Port == \"8_000\"");
        dropped("Service.Port != 8000");
        kept("Service.Weights.Passing == 10");
        kept("Service.EnableTagOverride == true");
        kept("Service.EnableTagOverride == T");
        dropped("Service.EnableTagOverride == 0");
    }

    @Test
    void asksWhatIsInListsAndMaps() {
        kept("primary in Service.Tags");
        kept("Service.Tags contains v2");
        dropped("prim in Service.Tags");
        kept("secondary not in Service.Tags");
        kept("instance_type in Node.Meta");
        dropped("t2.medium in Node.Meta");
        kept("Service.Tags is not empty");
        dropped("Node.Meta is empty");
        kept("wan in Service.TaggedAddresses");
        kept("Service.TaggedAddresses.wan.Port == 80");
        kept("Service.TaggedAddresses[\"wan\"].Address == \"198.18.1.2\"");
    }

    @Test
    void readsMapsByKey() {
        kept("Node.Meta.instance_type == t2.medium");
        kept("Node.Meta[\"a/b\"] == slash");
        kept("\"/Node/Meta/a~1b\" == slash");
        kept("Node.Meta.empty == \"\"");
    }

    @Test
    void saysOfAKeyThatIsNotThereWhatConsulSays() {
        dropped("Node.Meta.nope == \"\"");
        kept("Node.Meta.nope != x");
        dropped("x in Node.Meta.nope");
        kept("x not in Node.Meta.nope");
        kept("Node.Meta.nope matches \"^2\"");
        kept("Node.Meta.nope not matches \"^2\"");
        dropped("Service.TaggedAddresses.lan.Port == 0");
    }

    @Test
    void isContentWithAnyRecordOfAList() {
        kept("Checks.Status == warning");
        kept("Checks.Status != warning");
        dropped("Checks.Status == critical");
        dropped("not Checks.Status != critical");
        kept("primary in Checks.ServiceTags");
        kept("Checks.ServiceTags is empty");
        kept("Checks is not empty");
    }

    @Test
    void takesWhatIsMissingForTheZeroValue() throws BadFilter {
        kept("Service.Address == \"\"");
        kept("Service.Kind == \"\"");
        kept("Service.Proxy.Upstreams is empty");
        kept("Service.Proxy.LocalServicePort == 0");
        kept("Service.Connect.Native == false");
        dropped("Service.Proxy.Upstreams.Datacenter != x");
        assertTrue(Filter.of("Meta is empty and Tags is empty", Selectors.NODE_SERVICE)
                .keeps(Map.of()));
    }

    @Test
    void joinsWithAndOrNot() {
        kept("Service.Port == 1 or Node.Node == foobar");
        dropped("Service.Port == 8000 and Node.Node == x");
        kept("not (Service.Port == 8000 and Node.Node == x)");
        kept("Service.Port == 1 and Node.Node == x or primary in Service.Tags");
        dropped("Service.Port == 1 and (Node.Node == x or primary in Service.Tags)");
    }

    @Test
    void keepsEverythingWithoutAnExpression() throws BadFilter {
        assertTrue(Filter.of("", Selectors.CHECK).keeps(Map.of()));
        var checks = List.of(Map.of("Status", "passing"), Map.of("Status", "critical"));
        assertEquals(checks, Filter.of("", Selectors.CHECK).from(checks));
        assertEquals(
                List.of(checks.get(1)),
                Filter.of("Status == critical", Selectors.CHECK).from(checks));
    }

    @Test
    void refusesSelectorsThatEntriesDoNotHave() {
        refused("Nope == 3", "Selector \"Nope\" is not valid");
        refused("Service.Nope.Further == 3", "Selector \"Service.Nope\" is not valid");
        refused("Node.Node.x == 3", "Selector \"Node.Node.x\" is not valid");
        refused("Service.Tags.x == 3", "Selector \"Service.Tags.x\" is not valid");
        refused("Checks.Definition is empty", "Selector \"Checks.Definition\" is not valid");
        refused("Service.CreateIndex == 1", "Selector \"Service.CreateIndex\" is not valid");
        refused("node.Node == x", "Selector \"node\" is not valid");
    }

    @Test
    void refusesWhatCannotBeAsked() {
        refused("Service == x", "Invalid match operator \"Equal\" for selector \"Service\"");
        refused("Service.Port in Service.Port", "Invalid match operator \"In\" for selector \"Service.Port\"");
        refused("Node.Node is empty", "Invalid match operator \"Is Empty\" for selector \"Node.Node\"");
        refused("Service.Tags matches x", "Invalid match operator \"Matches\" for selector \"Service.Tags\"");
        refused("Service.Tags == x", "Invalid match operator \"Equal\" for selector \"Service.Tags\"");
        refused("x in Checks", "Invalid match operator \"In\" for selector \"Checks\"");
        refused("Node.Meta not matches x", "Invalid match operator \"Not Matches\" for selector \"Node.Meta\"");
    }

    @Test
    void refusesValuesOfTheWrongKind() {
        refused(
                "Service.Port == http",
                "Failed to coerce value \"http\" for selector \"Service.Port\": strconv.ParseInt: parsing \"http\": invalid syntax");
        refused(
                "Service.Port == 1.5",
                "Failed to coerce value \"1.5\" for selector \"Service.Port\": strconv.ParseInt: parsing \"1.5\": invalid syntax");
        refused(
                "Service.Port == 9223372036854775808",
                "Failed to coerce value \"9223372036854775808\" for selector \"Service.Port\": "
                        + "strconv.ParseInt: parsing \"9223372036854775808\": value out of range");
        refused(
                "Service.EnableTagOverride == yes",
                "Failed to coerce value \"yes\" for selector \"Service.EnableTagOverride\": "
                        + "strconv.ParseBool: parsing \"yes\": invalid syntax");
        refused(
                "Node.Node matches \"a(b\"",
                "Failed to compile regular expression \"a(b\": error parsing regexp: missing closing ): `a(b`");
    }

    @Test
    void tellsTheFirstOfSeveralWrongMatches() {
        refused("Nope == 1 and Neither == 2", "Selector \"Nope\" is not valid");
    }
}
