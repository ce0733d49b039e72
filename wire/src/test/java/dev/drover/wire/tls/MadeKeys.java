package dev.drover.wire.tls;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;

/** Certificates that a test needs, made by the JDK's keytool. */
final class MadeKeys {
    private static final char[] PASSWORD = "changeit".toCharArray();

    private MadeKeys() {}

    static KeyFiles valid(Path folder, String name, String host) throws Exception {
        return make(folder, name, host, "EC", "-0d");
    }

    /** Writes {@code name.pem} and {@code name.key}, self-signed for one host. */
    static KeyFiles make(Path folder, String name, String host, String algorithm, String start) throws Exception {
        Path store = folder.resolve(name + ".p12");
        Files.deleteIfExists(store);
        Process keytool = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-J-XX:TieredStopAtLevel=1",
                        "-J-XX:+UseSerialGC",
                        "-genkeypair",
                        "-alias",
                        "k",
                        "-keysize",
                        algorithm.equals("RSA") ? "2048" : "256",
                        "-keyalg",
                        algorithm,
                        "-dname",
                        "CN=" + host,
                        "-ext",
                        "SAN=dns:" + host,
                        "-startdate",
                        start,
                        "-validity",
                        "10",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        "changeit",
                        "-keystore",
                        store.toString()))
                .redirectErrorStream(true)
                .start();
        String said = new String(keytool.getInputStream().readAllBytes());
        if (keytool.waitFor() != 0) {
            throw new IllegalStateException(said);
        }
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        var files = new KeyFiles(name, List.of(host), folder.resolve(name + ".pem"), folder.resolve(name + ".key"));
        Files.writeString(
                files.chain(), pem("CERTIFICATE", keys.getCertificate("k").getEncoded()));
        Files.writeString(
                files.key(), pem("PRIVATE KEY", keys.getKey("k", PASSWORD).getEncoded()));
        return files;
    }

    static String pem(String kind, byte[] der) {
        return "-----BEGIN " + kind + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
                + "\n-----END " + kind + "-----\n";
    }
}
