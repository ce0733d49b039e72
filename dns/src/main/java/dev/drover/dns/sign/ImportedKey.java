package dev.drover.dns.sign;

import dev.drover.dns.name.DnsName;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A key as BIND and others keep it: a file with the private half, {@code Kexample.com.+013+12345.private}, and one of the same name with
 * the DNSKEY record, {@code .key}.
 */
public final class ImportedKey {
    private static final String ENDING = ".private";

    private ImportedKey() {}

    /** Why it cannot be used, in words. */
    public static final class Unusable extends Exception {
        private static final long serialVersionUID = 1L;

        Unusable(String message) {
            super(message);
        }
    }

    public static SigningKey read(Path file, DnsName zone) throws Unusable {
        String name = String.valueOf(file.getFileName());
        if (!name.endsWith(ENDING)) {
            throw new Unusable(name + " (expected: a file that ends with " + ENDING + ")");
        }
        Map<String, String> fields = fields(file);
        Algorithm algorithm = algorithm(fields.getOrDefault("Algorithm", ""), name);
        Path open = file.resolveSibling(name.substring(0, name.length() - ENDING.length()) + ".key");
        List<String> record = record(open, zone);
        try {
            int flags = Integer.parseInt(record.get(0));
            if (flags != SigningKey.ENTRY && flags != SigningKey.ZONE) {
                throw new Unusable(open.getFileName() + " has flags " + flags + " (expected: 256 or 257)");
            }
            byte[] secret = Base64.getDecoder().decode(fields.getOrDefault("PrivateKey", ""));
            SigningKey key = SigningKey.of(algorithm, flags, secret);
            String shown = Base64.getEncoder()
                    .encodeToString(Arrays.copyOfRange(
                            key.dnskey().toBytes(), 4, key.dnskey().length()));
            if (!shown.equals(String.join("", record.subList(3, record.size())))) {
                throw new Unusable(name + " and " + open.getFileName() + " are halves of different keys");
            }
            return key;
        } catch (IllegalArgumentException e) {
            throw new Unusable(name + " holds no private key of " + algorithm.mnemonic());
        }
    }

    private static Algorithm algorithm(String text, String name) throws Unusable {
        String number = text.split(" ", -1)[0];
        for (Algorithm one : Algorithm.values()) {
            if (number.equals(Integer.toString(one.number()))) {
                return one;
            }
        }
        throw new Unusable(name + " is of algorithm " + (text.isEmpty() ? "none" : text) + " (expected: 13 or 15)");
    }

    private static Map<String, String> fields(Path file) throws Unusable {
        var fields = new HashMap<String, String>();
        for (String line : lines(file)) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                fields.put(line.substring(0, colon), line.substring(colon + 1).strip());
            }
        }
        return fields;
    }

    /** From the flags on. */
    private static List<String> record(Path file, DnsName zone) throws Unusable {
        for (String line : lines(file)) {
            List<String> words =
                    List.of(line.replaceAll(";.*|[()]", " ").strip().split("\\s+", -1));
            int type = words.indexOf("DNSKEY");
            if (type > 0 && words.size() >= type + 5) {
                if (!isOf(words.getFirst(), zone)) {
                    throw new Unusable(file.getFileName() + " is a key of " + words.getFirst() + " (expected: one of "
                            + zone + ")");
                }
                return words.subList(type + 1, words.size());
            }
        }
        throw new Unusable(file.getFileName() + " holds no DNSKEY record");
    }

    private static boolean isOf(String owner, DnsName zone) {
        try {
            return DnsName.parse(owner).equals(zone);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static List<String> lines(Path file) throws Unusable {
        try {
            return Files.readAllLines(file, StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new Unusable(file + ": " + why(e));
        }
    }

    private static String why(IOException e) {
        return switch (e) {
            case NoSuchFileException _ -> "there is no such file";
            case AccessDeniedException _ -> "it may not be read";
            case CharacterCodingException _ -> "it is no text";
            default -> "it cannot be read: " + e.getMessage();
        };
    }
}
