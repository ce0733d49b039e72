/** A small application of Spring Cloud Consul: it registers, is discovered, is configured, and leads or waits. It runs in a JVM of its own. */
package dev.drover.clients;
