package dev.drover.dns.plane;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.drover.model.Model;
import dev.drover.plane.control.NameQuery;
import dev.drover.plane.control.Naming;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/** Names of the catalog. */
class DiscoveryPlaneTest {
    private final RunningNames names = new RunningNames();

    @AfterEach
    void close() {
        names.close();
    }

    @Test
    void answersForTheServicesOfTheFileWithoutARegistry() throws Exception {
        names.apply(
                "services: {Catalog: {instances: {addresses: [10.0.0.1:80]}}}\ndns: {discovery: {domains: [drover, consul]}}");
        assertEquals(
                Rcode.NXDOMAIN, names.ask("catalog.service.drover.", Type.A).getRcode(), "not measured yet");
        names.observe(Map.of("Catalog", true));
        assertEquals(List.of("10.0.0.1"), names.data("catalog.service.consul.", Type.A));
        assertEquals(
                List.of("1 1 80 0a000001.addr.dc1.drover."), names.data("_catalog._tcp.service.drover.", Type.SRV));
        assertEquals(List.of("127.0.0.1"), names.data("test.node.dc1.drover.", Type.A));
        names.observe(Map.of("Catalog", false));
        Naming naming = names.plane().explain(new NameQuery("catalog.service.drover", "A", null, null));
        assertEquals("NXDOMAIN", naming.rcode());
        assertEquals("drover", naming.zone());
        Naming.Step step = Objects.requireNonNull(naming.chain()).steps().getFirst();
        assertEquals("healthy", step.step());
        assertEquals(
                "check measured is critical: measured",
                step.removed().getFirst().why());
    }

    @Test
    void knowsNothingWhileARegistryIsStillToCome() throws Exception {
        names.apply("registry: {}\ndns: {discovery: {}}");
        assertEquals(Rcode.SERVFAIL, names.ask("web.service.drover.", Type.A).getRcode());
    }

    @Test
    void explainsNamesOfTheCatalogOfAFileAlone() throws Exception {
        Model model = RunningNames.model(
                "services: {catalog: {instances: {addresses: [10.0.0.1:80]}}}\ndns: {discovery: {ttl: 5s}}");
        Naming naming =
                DeclaredNames.explain(model, new NameQuery("catalog.service.drover", "A", null, null), Instant.EPOCH);
        assertEquals(List.of("catalog.service.drover. 5 IN A 10.0.0.1"), naming.answer());
        assertEquals(5, Objects.requireNonNull(naming.chain()).ttl());
    }
}
