package dev.drover.policy.balance;

import dev.drover.board.InstanceId;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What a sticky cookie says instead of an address: 72 bits of HMAC-SHA-256 (RFC 2104) over the instance's name, in base64url (RFC
 * 4648 section 5). Without the secret a client can neither read the address nor make the token of another instance. Nodes
 * with the same secret understand each other's cookies.
 */
public final class Tokens {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int BYTES = 9;

    private final SecretKeySpec secret;

    /** @param secret at least 16 bytes that nobody can guess */
    public Tokens(byte[] secret) {
        if (secret.length < 16) {
            throw new IllegalArgumentException("secret of " + secret.length + " bytes (expected: at least 16)");
        }
        this.secret = new SecretKeySpec(secret, ALGORITHM);
    }

    /** 12 characters that a cookie value may hold (RFC 6265 section 4.1.1). */
    public String of(InstanceId id) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(secret);
            byte[] code = mac.doFinal(id.toString().getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(code, BYTES));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }
}
