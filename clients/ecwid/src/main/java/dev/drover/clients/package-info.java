/** The matrix's list of calls, made by Ecwid's client of Consul. It runs in a JVM of its own. */
package dev.drover.clients;
