package dev.drover.model;

import java.util.SequencedMap;

/** An answer that needs no upstream. */
public record FixedResponse(int status, SequencedMap<String, String> headers, String body) {
    public FixedResponse {
        headers = java.util.Collections.unmodifiableSequencedMap(new java.util.LinkedHashMap<>(headers));
    }
}
