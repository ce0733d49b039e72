/** Servers that others wrote, started beside a test with a configuration of their own: nginx, Node, HAProxy, Consul, Pebble. */
@NullMarked
package dev.drover.testkit.peer;

import org.jspecify.annotations.NullMarked;
