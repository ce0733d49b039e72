package dev.drover.proof;

import dev.drover.testkit.process.Finished;
import java.nio.file.Path;
import java.time.Duration;

/** A certificate signed by itself, made by OpenSSL. */
record Pem(Path chain, Path key) {
    static Pem make(Path folder, String file, String name) {
        var pem = new Pem(folder.resolve(file + ".crt"), folder.resolve(file + ".key"));
        pem.renew(name);
        return pem;
    }

    /** Another certificate, with another key, in the same files. */
    void renew(String name) {
        Finished.run(
                        Duration.ofSeconds(20),
                        "openssl",
                        "req",
                        "-x509",
                        "-newkey",
                        "ec",
                        "-pkeyopt",
                        "ec_paramgen_curve:P-256",
                        "-nodes",
                        "-days",
                        "30",
                        "-subj",
                        "/CN=" + name,
                        "-addext",
                        "subjectAltName=DNS:" + name,
                        "-keyout",
                        key.toString(),
                        "-out",
                        chain.toString())
                .succeeded();
    }

    String yaml(String name) {
        return "{names: [%s], source: {files: {chain: %s, key: %s}}}".formatted(name, chain, key);
    }
}
