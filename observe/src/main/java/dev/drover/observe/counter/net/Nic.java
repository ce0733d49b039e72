package dev.drover.observe.counter.net;

import dev.drover.observe.counter.Measured;

/**
 * What {@code /sys/class/net} tells of an interface beyond {@code /proc/net/dev}.
 *
 * @param bitsPerSecond of the link, each way if it is duplex; virtual interfaces have none, whatever they say
 * @param half one direction at a time
 * @param state such as {@code up}, {@code down}, {@code unknown}
 * @param hardware whether a device stands behind it
 * @param missed packets that the device dropped for want of a free place in its ring, since the interface came up; of interfaces
 *     with hardware only
 */
public record Nic(
        String name,
        Measured<Double> bitsPerSecond,
        boolean half,
        String state,
        boolean hardware,
        Measured<Long> missed) {}
