package dev.drover.dns.transfer;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * A server that is told of changes.
 *
 * @param key that signs what it is told; null for none
 */
public record Notified(InetSocketAddress server, @Nullable TransferKey key) {}
