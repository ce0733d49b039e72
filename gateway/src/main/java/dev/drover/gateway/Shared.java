package dev.drover.gateway;

/** What all lanes look at: the newest tables, and whether clients shall move away. Written by the control plane, read by every request. */
final class Shared {
    private volatile Tables tables;
    private volatile boolean closing;
    private volatile boolean keeping = true;

    Shared(Tables tables) {
        this.tables = tables;
    }

    Tables tables() {
        return tables;
    }

    void tables(Tables newer) {
        tables = newer;
    }

    boolean closing() {
        return closing || !keeping;
    }

    void keep(boolean kept) {
        keeping = kept;
    }

    void close() {
        closing = true;
    }
}
