package dev.drover.gateway.log;

/** Makes a line of an entry. */
interface LineForm {
    void append(LogEntry entry, LineBuffer out);

    static LineForm of(LogSettings.Form form) {
        return switch (form) {
            case JSON -> new JsonLines();
            case COMBINED -> new CombinedLines();
        };
    }
}
