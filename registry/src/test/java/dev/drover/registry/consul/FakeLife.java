package dev.drover.registry.consul;

import dev.drover.plane.NodeLife;
import dev.drover.plane.control.Refused;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A node that does what it is asked, or refuses to read its file anew, and remembers it. */
final class FakeLife implements NodeLife {
    final List<String> asked = new CopyOnWriteArrayList<>();
    volatile @Nullable Refused refusing;
    volatile @Nullable InetSocketAddress console;

    @Override
    public void reload(String by) throws Refused {
        asked.add("reload");
        Refused no = refusing;
        if (no != null) {
            throw no;
        }
    }

    @Override
    public Optional<InetSocketAddress> console() {
        return Optional.ofNullable(console);
    }

    @Override
    public void end(String by) {
        asked.add("end");
    }
}
