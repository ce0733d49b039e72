package dev.drover.registry.consul.go;

/** Numbers and truths as Go's {@code strconv} reads them. */
public final class GoNumber {
    private GoNumber() {}

    /** 64 bits without a sign, from decimal digits alone. */
    public static long unsigned(String text) throws Unreadable {
        boolean digits = !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!digits) {
            throw new Unreadable("strconv.ParseUint: parsing " + quoted(text) + ": invalid syntax");
        }
        try {
            return Long.parseUnsignedLong(text);
        } catch (NumberFormatException e) {
            throw new Unreadable("strconv.ParseUint: parsing " + quoted(text) + ": value out of range");
        }
    }

    public static boolean truth(String text) throws Unreadable {
        return switch (text) {
            case "1", "t", "T", "TRUE", "true", "True" -> true;
            case "0", "f", "F", "FALSE", "false", "False" -> false;
            default -> throw new Unreadable("strconv.ParseBool: parsing " + quoted(text) + ": invalid syntax");
        };
    }

    /** As {@code %q} prints text that has nothing but printable characters. */
    public static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }
}
