package dev.drover.registry.ensemble;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import org.junit.jupiter.api.Test;

class AuthorityTest {
    private static final SiteKey KEY = SiteKey.of("0123456789abcdef0123456789abcdef");
    private static final SiteKey OTHER = SiteKey.of("0123456789abcdef0123456789abcdeg");

    private static X509Certificate[] chain(Identity identity) {
        return identity.keys().getCertificateChain(identity.keys().getClientAliases("EC", null)[0]);
    }

    @Test
    void isTheSameOnEveryNode() throws Exception {
        var one = chain(Authority.of(KEY).issue(List.of("10.0.0.1")));
        var two = chain(Authority.of(KEY).issue(List.of("10.0.0.2")));
        assertArrayEquals(
                one[1].getPublicKey().getEncoded(), two[1].getPublicKey().getEncoded());
        assertNotEquals(one[0].getPublicKey(), two[0].getPublicKey());
        one[0].verify(two[1].getPublicKey());
    }

    @Test
    void isTrustedByNodesOfItsSiteAlone() {
        var one = Authority.of(KEY).issue(List.of("10.0.0.1"));
        var two = Authority.of(KEY).issue(List.of());
        var stranger = Authority.of(OTHER).issue(List.of("10.0.0.1"));
        assertDoesNotThrow(() -> two.trust().checkServerTrusted(chain(one), "ECDHE_ECDSA"));
        assertDoesNotThrow(() -> one.trust().checkClientTrusted(chain(two), "EC"));
        assertThrows(CertificateException.class, () -> one.trust().checkClientTrusted(chain(stranger), "EC"));
    }

    @Test
    void namesTheAddressesOfItsNodeAndLetsItIssueNothing() throws Exception {
        var certificate = chain(Authority.of(KEY).issue(List.of("10.0.0.1", "2001:db8::1")))[0];
        var names = certificate.getSubjectAlternativeNames().stream()
                .map(n -> n.get(1).toString())
                .toList();
        assertEquals(List.of("10.0.0.1", "2001:db8:0:0:0:0:0:1"), names);
        assertEquals(-1, certificate.getBasicConstraints());
    }

    @Test
    void refusesASecretThatCanBeFoundByTrying() {
        assertEquals(
                "the secret has 8 characters (expected: at least 32, drawn at random)",
                SiteKey.flaw(" tellnone\n").orElseThrow());
        assertThrows(IllegalArgumentException.class, () -> SiteKey.of("tellnone"));
        assertTrue(SiteKey.flaw("0123456789abcdef0123456789abcdef\n").isEmpty());
        assertNotEquals(KEY.password(), OTHER.password());
        assertEquals(
                KEY.password(), SiteKey.of("0123456789abcdef0123456789abcdef\n").password());
    }
}
