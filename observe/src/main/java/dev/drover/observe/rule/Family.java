package dev.drover.observe.rule;

/** The resources of a host that can be short; a verdict says which of them it could judge. */
public enum Family {
    CPU("CPU"),
    MEMORY("memory"),
    DISK("disk"),
    NETWORK("network"),
    LIMIT("limits"),
    TIME("time"),
    HARDWARE("hardware"),
    SERVICE("services");

    private final String title;

    Family(String title) {
        this.title = title;
    }

    public String title() {
        return title;
    }
}
