package dev.drover.observe.counter.cgroup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.drover.observe.capture.Content;
import dev.drover.observe.capture.Tree;
import dev.drover.observe.counter.cgroup.Cgroup.DeviceLimit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DeviceLimitsTest {
    private static Tree tree(Map<String, String> files) {
        return path -> files.containsKey(path)
                ? Content.Text.of(files.getOrDefault(path, ""))
                : new Content.Unreadable("No such file or directory");
    }

    private static Set<DeviceLimit> read(Tree tree, int version) {
        return Set.copyOf(Objects.requireNonNull(DeviceLimits.of(tree, "/g", version))
                .read(tree)
                .orElse(List.of()));
    }

    @Test
    void readsVersion1() {
        var tree = tree(Map.of(
                "/g/blkio.throttle.write_bps_device", "7:3 2000000\n",
                "/g/blkio.throttle.read_iops_device", "7:3 50\n",
                "/g/blkio.throttle.io_service_bytes_recursive",
                        "254:0 Read 1\n254:0 Write 2\n7:3 Read 1000\n7:3 Write 4096\n7:3 Sync 0\nTotal 9\n",
                "/g/blkio.throttle.io_serviced_recursive", "7:3 Read 12\n7:3 Write 34\nTotal 46\n"));
        assertEquals(
                Set.of(
                        new DeviceLimit("7:3", DeviceLimit.Limited.WRITTEN_BYTES, 2_000_000, 4096),
                        new DeviceLimit("7:3", DeviceLimit.Limited.READS, 50, 12)),
                read(tree, 1));
    }

    @Test
    void readsVersion2() {
        var tree = tree(Map.of(
                "/g/io.max", "8:16 rbps=2097152 wbps=max riops=max wiops=120\n",
                "/g/io.stat", "8:16 rbytes=1459200 wbytes=314773504 rios=192 wios=353 dbytes=0 dios=0\n"));
        assertEquals(
                Set.of(
                        new DeviceLimit("8:16", DeviceLimit.Limited.READ_BYTES, 2_097_152, 1_459_200),
                        new DeviceLimit("8:16", DeviceLimit.Limited.WRITES, 120, 353)),
                read(tree, 2));
    }

    @Test
    void aDeviceThatWasNotUsedYetHasDoneNothing() {
        var tree = tree(Map.of("/g/io.max", "8:16 rbps=100 wbps=max riops=max wiops=max\n"));
        assertEquals(Set.of(new DeviceLimit("8:16", DeviceLimit.Limited.READ_BYTES, 100, 0)), read(tree, 2));
    }

    @Test
    void isAbsentWithoutALimit() {
        assertNull(DeviceLimits.of(tree(Map.of("/g/io.max", "")), "/g", 2));
    }
}
