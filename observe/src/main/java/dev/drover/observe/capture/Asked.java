package dev.drover.observe.capture;

/** What the kernel of this machine tells by other means than a file, as the text that {@link Tree} describes. */
final class Asked {
    private static final String SOCKET = "/drover/socket/";

    private Asked() {}

    static Content read(Tree tree, String path) {
        try {
            return switch (path) {
                case "/drover/tcp" ->
                    SocketDump.read(tree) instanceof Content.Text told ? told : SocketFiles.read(tree);
                case "/drover/qdiscs" -> QdiscDump.read();
                case "/drover/clock" -> ClockState.read();
                default ->
                    path.startsWith(SOCKET)
                            ? SocketOwner.read(path.substring(SOCKET.length()))
                            : new Content.Unreadable("No such file or directory");
            };
        } catch (LinkageError | RuntimeException e) {
            return path.equals("/drover/tcp")
                    ? SocketFiles.read(tree)
                    : new Content.Unreadable("this system does not tell: " + e);
        }
    }
}
