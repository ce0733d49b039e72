package dev.drover.board;

import java.time.Instant;

/**
 * A line of an instance's or a service's past, for the timeline of {@code drover explain}.
 *
 * @param generation the generation that brought it; 0 where none did
 * @param what {@code measured}, {@code intent}, {@code standing}, {@code mode}, {@code found}, {@code gone}, or a plane's name
 */
public record Event(Instant at, long generation, InstanceId subject, String what, String from, String to, String why) {}
