package dev.drover.dns.file;

import dev.drover.dns.name.RecordType;
import java.io.IOException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.xbill.DNS.Address;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNSOutput;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Tokenizer;
import org.xbill.DNS.Type;

/** The data of types that the library knows by name alone: it reads no words of them. */
final class NewerTypes {
    private static final RecordType CSYNC = type("CSYNC");
    private static final RecordType DSYNC = type("DSYNC");
    private static final RecordType NID = type("NID");
    private static final RecordType L32 = type("L32");
    private static final RecordType L64 = type("L64");
    private static final RecordType EUI48 = type("EUI48");
    private static final RecordType EUI64 = type("EUI64");
    private static final RecordType AMTRELAY = type("AMTRELAY");

    /** Types with the form of another one that the library reads. */
    private static final Map<RecordType, RecordType> ALIKE = Map.of(
            type("AVC"), RecordType.TXT,
            type("RESINFO"), RecordType.TXT,
            type("WALLET"), RecordType.TXT,
            type("LP"), RecordType.MX);

    /** What the data of the others looks like. */
    private static final Map<RecordType, String> EXAMPLES = Map.of(
            CSYNC, "serial, flags and types such as 66 3 A NS AAAA",
            DSYNC, "type, scheme, port and host such as CDS NOTIFY 5300 scanner.example.net.",
            NID, "preference and identifier such as 10 0014:4fff:ff20:ee64",
            L32, "preference and locator such as 10 10.1.2.0",
            L64, "preference and locator such as 10 2001:db8:1140:1000",
            EUI48, "an address such as 00-00-5e-00-53-2a",
            EUI64, "an address such as 00-00-5e-ef-10-00-00-2a",
            AMTRELAY, "precedence, discovery, type and relay such as 10 0 1 203.0.113.15");

    private NewerTypes() {}

    private static RecordType type(String mnemonic) {
        return RecordType.parse(mnemonic).orElseThrow();
    }

    /** What the data looks like; empty for types that are not read here. */
    static Optional<String> expected(RecordType type) {
        return Optional.ofNullable(EXAMPLES.get(type));
    }

    /** The type whose form this one has; mostly itself. */
    static RecordType alike(RecordType type) {
        return ALIKE.getOrDefault(type, type);
    }

    /**
     * Data as bytes.
     *
     * @param type one that {@link #expected} knows
     * @throws IOException with the reason in words, for a text that is no such data
     */
    static byte[] read(RecordType type, String text, Name origin) throws IOException {
        var data = new DNSOutput();
        try (var words = new Tokenizer(text)) {
            if (type.equals(CSYNC)) {
                synchronised(words, data);
            } else if (type.equals(DSYNC)) {
                notified(words, origin, data);
            } else if (type.equals(AMTRELAY)) {
                relay(words, origin, data);
            } else if (type.equals(EUI48) || type.equals(EUI64)) {
                groups(words, "-", 2, type.equals(EUI48) ? 6 : 8, data);
            } else {
                data.writeU16(words.getUInt16());
                if (type.equals(L32)) {
                    data.writeByteArray(words.getAddressBytes(Address.IPv4));
                } else {
                    groups(words, ":", 4, 4, data);
                }
            }
            words.getEOL();
        }
        return data.toByteArray();
    }

    /** RFC 7477 section 2.1: the types stand as in NSEC records. */
    private static void synchronised(Tokenizer words, DNSOutput data) throws IOException {
        data.writeU32(words.getUInt32());
        data.writeU16(words.getUInt16());
        var types = new StringBuilder(".");
        for (Tokenizer.Token word = words.get(); word.isString(); word = words.get()) {
            types.append(' ').append(word.value());
        }
        words.unget();
        byte[] record = Record.fromString(Name.root, Type.NSEC, DClass.IN, 0, types.toString(), Name.root)
                .toWire(Section.ANSWER);
        int head = Data.HEADER + 1;
        data.writeByteArray(record, head, record.length - head);
    }

    /** RFC 9859 section 2: one scheme has a name. */
    private static void notified(Tokenizer words, Name origin, DNSOutput data) throws IOException {
        String about = words.getIdentifier();
        data.writeU16(RecordType.parse(about)
                .orElseThrow(() -> new TextParseException(about + " is no type of records"))
                .number());
        String scheme = words.getIdentifier();
        data.writeU8(scheme.equalsIgnoreCase("NOTIFY") ? 1 : number(scheme, 255));
        data.writeU16(words.getUInt16());
        words.getName(origin).toWire(data, null);
    }

    private static int number(String word, int most) throws TextParseException {
        if (word.matches("[0-9]{1,3}") && Integer.parseInt(word) <= most) {
            return Integer.parseInt(word);
        }
        throw new TextParseException(word + " is no number from 0 to " + most);
    }

    /** RFC 8777 section 4: nothing, an address of IPv4 or IPv6, or a name. */
    private static void relay(Tokenizer words, Name origin, DNSOutput data) throws IOException {
        data.writeU8(words.getUInt8());
        int discovery = number(words.getIdentifier(), 1);
        int kind = number(words.getIdentifier(), 3);
        data.writeU8(discovery << 7 | kind);
        switch (kind) {
            case 1 -> data.writeByteArray(words.getAddressBytes(Address.IPv4));
            case 2 -> data.writeByteArray(words.getAddressBytes(Address.IPv6));
            case 3 -> words.getName(origin).toWire(data, null);
            default -> {
                String none = words.getIdentifier();
                if (!none.equals(".")) {
                    throw new TextParseException(none + " where there is no relay, and a dot stands");
                }
            }
        }
    }

    /** Groups of hexadecimal digits: bytes as RFC 7043 writes them, or words of 16 bits without leading zeros (RFC 6742). */
    private static void groups(Tokenizer words, String between, int digits, int count, DNSOutput data)
            throws IOException {
        String word = words.getIdentifier();
        String[] groups = word.split(between, -1);
        String group = digits == 2 ? "[0-9a-fA-F]{2}" : "[0-9a-fA-F]{1,4}";
        boolean sound = groups.length == count;
        for (String one : groups) {
            sound &= one.matches(group);
        }
        if (!sound) {
            throw new TextParseException(word + " is not " + count + " groups of " + digits + " hexadecimal digits");
        }
        for (String one : groups) {
            data.writeByteArray(HexFormat.of().parseHex("0".repeat(digits - one.length()) + one));
        }
    }
}
