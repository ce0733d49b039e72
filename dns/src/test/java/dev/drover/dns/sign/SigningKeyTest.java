package dev.drover.dns.sign;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.drover.dns.name.DnsName;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SigningKeyTest {
    private static final DnsName NET = DnsName.parse("example.net");
    private static final DnsName COM = DnsName.parse("example.com");

    @TempDir
    Path folder;

    private static void verify(SigningKey key, String open, int tag, String ds, DnsName zone) {
        byte[] data = key.dnskey().toBytes();
        assertArrayEquals(Base64.getDecoder().decode(open), Arrays.copyOfRange(data, 4, data.length));
        assertEquals(tag, key.tag());
        byte[] digest = key.ds(zone).toBytes();
        assertEquals(ds, HexFormat.of().formatHex(Arrays.copyOfRange(digest, 4, digest.length)));
    }

    /** RFC 6605 section 6.1. */
    @Test
    void hasTheOpenHalfOfTheEcdsaExample() {
        byte[] secret = Base64.getDecoder().decode("GU6SnQ/Ou+xC5RumuIUIuJZteXT2z0O/ok1s38Et6mQ=");
        verify(
                SigningKey.of(Algorithm.ECDSA_P256, SigningKey.ENTRY, secret),
                "GojIhhXUN/u4v54ZQqGSnyhWJwaubCvTmeexv7bR6edbkrSqQpF64cYbcB7wNcP+e+MAnLr+Wi9xMWyQLc8NAA==",
                55648,
                "b4c8c1fe2e7477127b27115656ad6256f424625bf5c1e2770ce6d6e37df61d17",
                NET);
    }

    /** RFC 8080 section 6.1. */
    @Test
    void hasTheOpenHalfOfTheEd25519Example() {
        byte[] secret = Base64.getDecoder().decode("ODIyNjAzODQ2MjgwODAxMjI2NDUxOTAyMDQxNDIyNjI=");
        verify(
                SigningKey.of(Algorithm.ED25519, SigningKey.ENTRY, secret),
                "l02Woi0iS8Aa25FQkUd9RMzZHJpBoRQwAQEX1SxZJA4=",
                3613,
                "3aa5ab37efce57f737fc1627013fee07bdf241bd10f3b1964ab55c78e79a304b",
                COM);
    }

    @ParameterizedTest
    @EnumSource
    void derivesTheSameKeysOfTheSameSecretAndOthersOfOthers(Algorithm algorithm) {
        byte[] secret = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
        SigningKey key = new Derivation(secret).entry(NET, algorithm, 1);
        assertEquals(
                key.dnskey(),
                new Derivation(secret)
                        .entry(DnsName.parse("EXAMPLE.net"), algorithm, 1)
                        .dnskey());
        assertNotEquals(
                key.dnskey(), new Derivation(secret).entry(NET, algorithm, 2).dnskey());
        assertNotEquals(
                key.dnskey(), new Derivation(secret).entry(COM, algorithm, 1).dnskey());
        assertNotEquals(
                key.dnskey().toBytes()[10],
                new Derivation(secret).zone(NET, algorithm, 1).dnskey().toBytes()[10]);
        secret[0]++;
        assertNotEquals(
                key.dnskey(), new Derivation(secret).entry(NET, algorithm, 1).dnskey());
    }

    @Test
    void readsKeysAsBindKeepsThem() throws Exception {
        Path file = folder.resolve("Kexample.net.+013+55648.private");
        Files.writeString(file, """
                Private-key-format: v1.2
                Algorithm: 13 (ECDSAP256SHA256)
                PrivateKey: GU6SnQ/Ou+xC5RumuIUIuJZteXT2z0O/ok1s38Et6mQ=
                Created: 20100101000000
                """);
        Path open = folder.resolve("Kexample.net.+013+55648.key");
        Files.writeString(open, """
                ; This is a key-signing key, keyid 55648, for example.net.
                example.net. 3600 IN DNSKEY 257 3 13 GojIhhXUN/u4v54ZQqGSnyhWJwaubCvTmeexv7bR6edbkrSqQpF64cYb cB7wNcP+e+MAnLr+Wi9xMWyQLc8NAA==
                """);
        SigningKey key = ImportedKey.read(file, NET);
        assertEquals(55648, key.tag());
        assertThrows(ImportedKey.Unusable.class, () -> ImportedKey.read(file, COM));
        Files.writeString(
                open,
                "example.net. IN DNSKEY 257 3 13 AAAAhhXUN/u4v54ZQqGSnyhWJwaubCvTmeexv7bR6edbkrSqQpF64cYbcB7wNcP+e+MAnLr+Wi9xMWyQLc8NAA==");
        assertThrows(ImportedKey.Unusable.class, () -> ImportedKey.read(file, NET));
        Files.delete(open);
        assertThrows(ImportedKey.Unusable.class, () -> ImportedKey.read(file, NET));
    }
}
