package dev.drover.observe.capture;

/** The states of RFC 9293 by the numbers that the kernel gives them (net/tcp_states.h); UDP sockets use two of them. */
public final class TcpStates {
    private static final String[] NAMES = {
        "",
        "ESTABLISHED",
        "SYN-SENT",
        "SYN-RECEIVED",
        "FIN-WAIT-1",
        "FIN-WAIT-2",
        "TIME-WAIT",
        "CLOSED",
        "CLOSE-WAIT",
        "LAST-ACK",
        "LISTEN",
        "CLOSING",
        "SYN-RECEIVED"
    };

    /** Numbers go from 1 to one below it. */
    public static final int COUNT = NAMES.length;

    private TcpStates() {}

    public static String name(int number) {
        return NAMES[number];
    }
}
