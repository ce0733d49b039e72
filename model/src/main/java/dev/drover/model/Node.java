package dev.drover.model;

import java.util.Optional;

/** A machine that runs this file; it finds itself by {@code --node}, else by its host name. */
public record Node(Where where, String name, Optional<String> site, Optional<String> address) {}
