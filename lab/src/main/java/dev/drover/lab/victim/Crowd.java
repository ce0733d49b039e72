package dev.drover.lab.victim;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** The main class of a process that opens as many connections as it may to one place, says how many, and keeps them. */
public final class Crowd {
    private Crowd() {}

    public static List<String> command(String host, int port, int count) {
        var command = new ArrayList<>(List.of("prlimit", "--nofile=70000"));
        command.addAll(Java.command(64, Crowd.class));
        command.addAll(List.of(host, Integer.toString(port), Integer.toString(count)));
        return command;
    }

    public static void main(String[] arguments) {
        var place = new InetSocketAddress(arguments[0], Integer.parseInt(arguments[1]));
        var open = new ArrayList<SocketChannel>();
        try {
            for (int i = Integer.parseInt(arguments[2]); i > 0; i--) {
                open.add(SocketChannel.open(place));
            }
        } catch (IOException e) {
            open.trimToSize(); // no port left: that was wanted
        }
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8).println(open.size());
        while (!open.isEmpty()) {
            LockSupport.park();
        }
    }
}
