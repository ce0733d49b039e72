/**
 * HTTP/1.1 on the wire, both directions: a strict head codec that parses offsets and forwards bytes, body framing, and pools of
 * upstream connections. It decides nothing about routes or instances.
 */
@NullMarked
package dev.drover.http;

import org.jspecify.annotations.NullMarked;
