package dev.drover.gateway.answer;

/** JSON strings (RFC 8259 section 7). */
final class JsonText {
    private JsonText() {}

    static void quote(StringBuilder into, String text) {
        into.append('"');
        for (int i = 0; i < text.length(); i++) {
            char one = text.charAt(i);
            switch (one) {
                case '"' -> into.append("\\\"");
                case '\\' -> into.append("\\\\");
                case '\n' -> into.append("\\n");
                case '\r' -> into.append("\\r");
                case '\t' -> into.append("\\t");
                default -> {
                    if (one < 0x20) {
                        into.append("\\u%04x".formatted((int) one));
                    } else {
                        into.append(one);
                    }
                }
            }
        }
        into.append('"');
    }
}
