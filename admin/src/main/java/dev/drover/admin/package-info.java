/**
 * The admin API: what an operator, a script or Prometheus may ask of the running node over HTTP.
 *
 * <p>It speaks JSON, demands a token for everything, and turns each request into one call of
 * {@link dev.drover.plane.control.Control}. It decides nothing about the node and holds no state besides its connections.
 *
 * <p>Start here: {@link dev.drover.admin.AdminServer}, and {@link dev.drover.admin.Endpoints} for the list of what can be asked.
 */
@NullMarked
package dev.drover.admin;

import org.jspecify.annotations.NullMarked;
