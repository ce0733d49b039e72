package dev.drover.observe.rule.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.observe.fixture.FakeHost;
import dev.drover.observe.rule.Finding;
import dev.drover.observe.rule.Judged;
import dev.drover.observe.rule.Rule;
import dev.drover.observe.rule.Severity;
import dev.drover.testkit.FakeTime;
import org.junit.jupiter.api.Test;

class TcpRetransmitsTest {
    private final Rule rule = new TcpRetransmits();
    private final FakeHost host = new FakeHost();

    @Test
    void findsALossyWay() {
        host.snmp("Tcp.OutSegs", 1000).pass(2).snmp("Tcp.RetransSegs", 200).pass(3);
        Finding finding = Judged.found(rule, host.window());
        assertEquals(Severity.CRITICAL, finding.severity());
        assertEquals(0.12, finding.evidence().getFirst().value(), 0.001);
        assertEquals(FakeTime.START.plusSeconds(2), finding.onset());
    }

    @Test
    void takesLittleLossSeriouslyWhenSomebodyWaitsForTimeouts() {
        host.snmp("Tcp.OutSegs", 1000).snmp("Tcp.RetransSegs", 20);
        host.netstat("TcpExt.TCPTimeouts", 4);
        assertEquals(Severity.WARNING, Judged.found(rule, host.watch(5)).severity());
    }

    @Test
    void leavesLittleLossWithoutTimeoutsAlone() {
        Judged.quiet(
                rule, host.snmp("Tcp.OutSegs", 1000).snmp("Tcp.RetransSegs", 20).watch(5));
    }

    @Test
    void doesNotCountWhatThePeerHadAlready() {
        host.snmp("Tcp.OutSegs", 1000).snmp("Tcp.RetransSegs", 100).netstat("TcpExt.TCPDSACKRecv", 95);
        Judged.quiet(rule, host.watch(5));
    }

    @Test
    void doesNotJudgeAFewSegments() {
        Judged.quiet(
                rule, host.snmp("Tcp.OutSegs", 10).snmp("Tcp.RetransSegs", 1).watch(5));
    }

    @Test
    void findsAPeerThatDoesNotAnswer() {
        host.snmp("Tcp.ActiveOpens", 20).snmp("Tcp.RetransSegs", 10).netstat("TcpExt.TCPSynRetrans", 10);
        assertTrue(Judged.found(rule, host.watch(5)).headline().startsWith("attempts to connect"));
    }

    @Test
    void saysWhichFileIsMissing() {
        assertTrue(Judged.notMeasurable(rule, host.file("/proc/net/snmp", "x").watch(2))
                .startsWith("/proc/net/snmp: "));
    }
}
