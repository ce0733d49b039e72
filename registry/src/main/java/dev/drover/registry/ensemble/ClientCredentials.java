package dev.drover.registry.ensemble;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import org.apache.zookeeper.client.ZKClientConfig;

/**
 * How ZooKeeper's client shows who it is. It takes key and trust from a file only, and reads it at each connection: so they lie in one, under a
 * password that is nowhere but in this process, made anew at each start.
 */
final class ClientCredentials {
    private static final int PASSWORD_BYTES = 24;

    private final Map<String, String> properties;

    private ClientCredentials(Map<String, String> properties) {
        this.properties = properties;
    }

    static ClientCredentials write(Identity identity, Path folder) throws IOException {
        byte[] random = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(random);
        var password = HexFormat.of().formatHex(random);
        var file = folder.resolve("client.p12");
        var written = folder.resolve("client.p12.new");
        Files.deleteIfExists(written);
        Files.createFile(written, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(written, bytes(identity, password));
        Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        var at = file.toAbsolutePath().toString();
        return new ClientCredentials(Map.ofEntries(
                Map.entry(ZKClientConfig.SECURE_CLIENT, "true"),
                // For SASL it looks for a name of the address, and then wants the certificate to be for that name.
                Map.entry(ZKClientConfig.ENABLE_CLIENT_SASL_KEY, "false"),
                Map.entry(ZKClientConfig.ZOOKEEPER_CLIENT_CNXN_SOCKET, "org.apache.zookeeper.ClientCnxnSocketNetty"),
                Map.entry("zookeeper.ssl.keyStore.location", at),
                Map.entry("zookeeper.ssl.keyStore.password", password),
                Map.entry("zookeeper.ssl.keyStore.type", "PKCS12"),
                Map.entry("zookeeper.ssl.trustStore.location", at),
                Map.entry("zookeeper.ssl.trustStore.password", password),
                Map.entry("zookeeper.ssl.trustStore.type", "PKCS12"),
                Map.entry("zookeeper.ssl.protocol", "TLSv1.3")));
    }

    /** Settings of ZooKeeper's client. */
    Map<String, String> properties() {
        return properties;
    }

    private static byte[] bytes(Identity identity, String password) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try {
            identity.store(password.toCharArray()).store(bytes, password.toCharArray());
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
        return bytes.toByteArray();
    }
}
