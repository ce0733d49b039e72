package dev.drover.dns.rollover;

import dev.drover.dns.name.DnsName;
import java.time.Instant;

/**
 * A zone whose next key waits for somebody.
 *
 * @param why in words
 * @param bySeen whether the word of the operator would do
 */
public record Waiting(DnsName zone, Instant since, String why, boolean bySeen) {}
