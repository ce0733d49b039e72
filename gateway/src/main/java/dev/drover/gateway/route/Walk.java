package dev.drover.gateway.route;

import dev.drover.gateway.stage.Request;
import dev.drover.gateway.stage.Text;

/**
 * What walking the tables needs: the host in lower case and the path cut into segments, in arrays that are used again. One per
 * event loop.
 */
public final class Walk {
    /** A path with more segments matches only up to here, so by {@code /**}. */
    static final int SEGMENTS = 256;

    byte[] host = new byte[256];
    int hostLength;
    byte[] path = new byte[1024];
    int pathLength;
    final int[] start = new int[SEGMENTS + 1];
    final int[] end = new int[SEGMENTS + 1];
    final int[] hash = new int[SEGMENTS + 1];
    int segments;

    /** Deepest match so far: the route with the lowest place in the file. */
    int best;

    void take(Request request) {
        takeHost(request.host());
        takePath(request.path());
        best = Integer.MAX_VALUE;
    }

    private void takeHost(Text text) {
        int length = text.length();
        if (length > host.length) {
            host = new byte[2 * length];
        }
        text.copy(0, host, 0, length);
        for (int i = 0; i < length; i++) {
            host[i] = Text.lower(host[i]);
        }
        hostLength = length > 1 && host[length - 1] == '.' ? length - 1 : length;
    }

    private void takePath(Text text) {
        int length = text.length();
        if (length > path.length) {
            path = new byte[2 * length];
        }
        text.copy(0, path, 0, length);
        pathLength = length;
        segments = 0;
        if (length > 0 && path[0] == '/') {
            cut(length);
        }
    }

    private void cut(int length) {
        int from = 1;
        int running = 0;
        for (int i = 1; i < length; i++) {
            byte next = path[i];
            if (next == '/') {
                add(from, i, running);
                if (segments == SEGMENTS) {
                    return;
                }
                from = i + 1;
                running = 0;
            } else {
                running = ByteTable.step(running, next);
            }
        }
        add(from, length, running);
    }

    private void add(int from, int to, int running) {
        start[segments] = from;
        end[segments] = to;
        hash[segments] = ByteTable.finish(running);
        segments++;
    }

    /** True if there are segments that were not cut. */
    boolean cutShort() {
        return segments == SEGMENTS;
    }

    /** Where what {@code /**} matches begins: behind the slash that follows the first {@code depth} segments. */
    int restStart(int depth) {
        return depth < segments ? start[depth] : pathLength;
    }
}
