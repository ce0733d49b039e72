package dev.drover.clients;

import java.io.IOException;

/** The catalog that questions over DNS are about, as {@code dns-catalog.txt} has it. */
final class DnsCatalog {
    private DnsCatalog() {}

    static void fill(Asked server) throws IOException, InterruptedException {
        for (String line : MeantDifferences.text("dns-catalog.txt").split("\n", -1)) {
            String[] call = line.split(" ", 3);
            if (call[0].equals("PUT")) {
                server.put(call[1], call[2]);
            } else if (call[0].equals("POST")) {
                server.post(call[1], call[2]);
            }
        }
    }
}
