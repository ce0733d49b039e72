package dev.drover.observe.capture;

import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;

/**
 * Everything that another host told at one moment.
 *
 * @param often files, by path
 * @param seldom files that are told every few frames only, by path; they stay as they were until they are told again
 * @param printed lines of programs, by the name of the program: {@code statfs}, {@code tc}, {@code dmesg}
 */
public record Frame(
        NavigableMap<String, byte[]> often,
        Optional<NavigableMap<String, byte[]>> seldom,
        Map<String, List<String>> printed) {}
