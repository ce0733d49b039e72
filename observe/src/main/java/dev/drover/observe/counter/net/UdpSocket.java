package dev.drover.observe.counter.net;

/**
 * A UDP socket that lost datagrams since it was opened.
 *
 * @param drops datagrams that came while its buffer was full
 * @param waiting bytes that wait to be read
 * @param owner such as {@code dnsmasq, pid 4711}; empty if nobody asked or nobody may know
 */
public record UdpSocket(int port, long drops, long waiting, long inode, String owner) {}
