package dev.drover.gateway.stage;

/** Time limits of a request in milliseconds, from its route and service; {@code total} 0 means none. See the model's timeouts. */
public record Patience(long connect, long head, long idle, long total) {}
