package dev.drover.dns.name;

import java.io.ByteArrayOutputStream;

/** The presentation format of names: dots between labels, a backslash before what would mean something else (RFC 1035 section 5.1). */
final class NameText {
    private final String text;
    private final ByteArrayOutputStream wire = new ByteArrayOutputStream();
    private final ByteArrayOutputStream label = new ByteArrayOutputStream();
    private int at;

    private NameText(String text) {
        this.text = text;
    }

    static DnsName parse(String text, DnsName origin) {
        return text.equals(".") ? DnsName.ROOT : new NameText(text).parse(origin);
    }

    private DnsName parse(DnsName origin) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("an empty name (expected: a name, or . for the root)");
        }
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '.') {
                endLabel();
            } else {
                label.write(c == '\\' ? escaped() : plain(c));
            }
        }
        boolean absolute = label.size() == 0;
        if (!absolute) {
            endLabel();
        }
        return DnsName.join(wire.toByteArray(), absolute ? DnsName.ROOT : origin);
    }

    private void endLabel() {
        if (label.size() == 0) {
            throw new IllegalArgumentException("an empty label in " + text + " (expected: 1 to 63 bytes between dots)");
        }
        if (label.size() > DnsName.LONGEST_LABEL) {
            throw new IllegalArgumentException(
                    "a label of " + label.size() + " bytes in " + text + " (expected: at most 63)");
        }
        wire.write(label.size());
        wire.writeBytes(label.toByteArray());
        label.reset();
    }

    private int plain(char c) {
        if (c <= ' ' || c >= 0x7f) {
            throw new IllegalArgumentException("the character " + describe(c) + " in " + text
                    + " (expected: printable ASCII; others as \\DDD, international names as xn--...)");
        }
        return c;
    }

    private static String describe(char c) {
        return c < 0x20 || c == 0x7f ? "U+%04X".formatted((int) c) : "'" + c + "'";
    }

    private int escaped() {
        if (at == text.length()) {
            throw new IllegalArgumentException("a backslash at the end of " + text);
        }
        char c = text.charAt(at++);
        if (c < '0' || c > '9') {
            return plain(c);
        }
        int value = 0;
        for (int i = at - 1; i < at + 2; i++) {
            char digit = i < text.length() ? text.charAt(i) : ' ';
            if (digit < '0' || digit > '9') {
                throw new IllegalArgumentException("a backslash and fewer than three digits in " + text);
            }
            value = value * 10 + digit - '0';
        }
        if (value > 255) {
            throw new IllegalArgumentException("\\" + value + " in " + text + " (expected: \\000 to \\255)");
        }
        at += 2;
        return value;
    }

    static String format(byte[] wire) {
        if (wire.length == 1) {
            return ".";
        }
        var all = new StringBuilder(wire.length + 8);
        for (int i = 0; wire[i] != 0; i += 1 + wire[i]) {
            all.append(label(wire, i)).append('.');
        }
        return all.toString();
    }

    static String label(byte[] wire, int start) {
        var all = new StringBuilder();
        for (int i = start + 1; i <= start + wire[start]; i++) {
            int b = wire[i] & 0xff;
            if (b <= ' ' || b >= 0x7f) {
                all.append("\\%03d".formatted(b));
            } else {
                if (".\\\"();@$".indexOf(b) >= 0) {
                    all.append('\\');
                }
                all.append((char) b);
            }
        }
        return all.toString();
    }
}
