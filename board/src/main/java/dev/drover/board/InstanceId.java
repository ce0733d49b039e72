package dev.drover.board;

/** Names an instance for good: {@code catalog/10.0.0.11:8080}, {@code orders/orders-1}. */
public record InstanceId(String service, String instance) implements Comparable<InstanceId> {
    @Override
    public int compareTo(InstanceId other) {
        int byService = service.compareTo(other.service);
        return byService != 0 ? byService : instance.compareTo(other.instance);
    }

    @Override
    public String toString() {
        return service + "/" + instance;
    }
}
