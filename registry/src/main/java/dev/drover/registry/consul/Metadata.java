package dev.drover.registry.consul;

import java.util.Map;

/** The rules for metadata of services: how many pairs, and what keys and values may be. */
final class Metadata {
    private static final int MOST = 64;
    private static final int LONGEST_KEY = 128;
    private static final int LONGEST_VALUE = 512;

    private Metadata() {}

    /** What is wrong, as Consul says it; empty if nothing is. */
    static String wrongWith(Map<String, String> pairs) {
        if (pairs.size() > MOST) {
            return "Node metadata cannot contain more than " + MOST + " key/value pairs";
        }
        for (var pair : pairs.entrySet()) {
            String wrong = wrongWith(pair.getKey(), pair.getValue());
            if (!wrong.isEmpty()) {
                return "Couldn't load metadata pair ('" + pair.getKey() + "', '" + pair.getValue() + "'): " + wrong;
            }
        }
        return "";
    }

    private static String wrongWith(String key, String value) {
        if (key.isEmpty()) {
            return "Key cannot be blank";
        }
        if (!key.matches("[A-Za-z0-9_-]+")) {
            return "Key contains invalid characters";
        }
        if (key.length() > LONGEST_KEY) {
            return "Key is too long (limit: " + LONGEST_KEY + " characters)";
        }
        if (key.startsWith("consul-")) {
            return "Key prefix 'consul-' is reserved for internal use";
        }
        return value.length() > LONGEST_VALUE ? "Value is too long (limit: " + LONGEST_VALUE + " characters)" : "";
    }
}
