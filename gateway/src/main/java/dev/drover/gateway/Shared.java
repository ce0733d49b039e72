package dev.drover.gateway;

/** What all lanes look at: the newest tables, and whether the node drains. Written by the control plane, read by every request. */
final class Shared {
    private volatile Tables tables;
    private volatile boolean closing;

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
        return closing;
    }

    void close() {
        closing = true;
    }
}
