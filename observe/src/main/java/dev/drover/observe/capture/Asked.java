package dev.drover.observe.capture;

/** What the kernel of this machine tells by other means than a file, as the text that {@link Tree} describes. */
final class Asked {
    private static final String HSPERFDATA = "/drover/hsperfdata/";

    private final Tree tree;
    private final KernelLog log = new KernelLog();
    private final FileSystemSpace space = new FileSystemSpace();
    private final PerfDataFiles heaps = new PerfDataFiles();

    Asked(Tree tree) {
        this.tree = tree;
    }

    Content read(String path) {
        try {
            return switch (path) {
                case "/drover/tcp" ->
                    SocketDump.read(tree) instanceof Content.Text told ? told : SocketFiles.read(tree);
                case "/drover/qdiscs" -> QdiscDump.read();
                case "/drover/clock" -> ClockState.read();
                case "/drover/mounts" -> space.all();
                case "/drover/deleted" -> OpenFiles.deleted();
                case "/drover/kmsg" -> log.trouble();
                case HSPERFDATA -> heaps.names();
                default -> ofOne(path);
            };
        } catch (LinkageError | RuntimeException e) {
            return path.equals("/drover/tcp")
                    ? SocketFiles.read(tree)
                    : new Content.Unreadable("this system does not tell: " + e);
        }
    }

    /** Of one process or socket. */
    private Content ofOne(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        return switch (path.substring(0, path.length() - name.length())) {
            case "/drover/fds/" -> OpenFiles.count(name);
            case "/drover/links/" -> Links.of(name);
            case "/drover/sockets/" -> OpenFiles.sockets(name);
            case "/drover/socket/" -> SocketOwner.read(name);
            case HSPERFDATA -> heaps.read(name);
            default -> new Content.Unreadable("No such file or directory");
        };
    }
}
