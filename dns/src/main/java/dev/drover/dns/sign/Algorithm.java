package dev.drover.dns.sign;

/** How it is signed (the registry of RFC 8624 section 3.1): both make signatures of 64 bytes, and are verified everywhere. */
public enum Algorithm {
    /** RFC 6605. */
    ECDSA_P256(13, "ECDSAP256SHA256", "SHA256withECDSAinP1363Format"),
    /** RFC 8080. */
    ED25519(15, "ED25519", "Ed25519");

    private final int number;
    private final String mnemonic;
    private final String signature;

    Algorithm(int number, String mnemonic, String signature) {
        this.number = number;
        this.mnemonic = mnemonic;
        this.signature = signature;
    }

    public int number() {
        return number;
    }

    /** As zone files may write it. */
    public String mnemonic() {
        return mnemonic;
    }

    /** As the JDK names it. */
    String signature() {
        return signature;
    }
}
