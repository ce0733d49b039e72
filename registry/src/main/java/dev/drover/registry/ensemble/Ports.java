package dev.drover.registry.ensemble;

/**
 * Where a member listens, at its node's address.
 *
 * @param clients for nodes of the site, members or not
 * @param members for members that follow it
 * @param election for members that look for a leader
 */
public record Ports(int clients, int members, int election) {}
