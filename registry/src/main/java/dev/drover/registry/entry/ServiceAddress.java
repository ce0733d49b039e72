package dev.drover.registry.entry;

/** Where a service is reached from one side, such as {@code lan} or {@code wan}. */
public record ServiceAddress(String address, int port) {}
