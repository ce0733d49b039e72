/**
 * Who may do what: tokens as {@code drover.yaml} declares them, and what each opens. What this says no to, the HTTP side tells in
 * Consul's words; here are only the rules, which are those of Consul's policies
 * (<a href="https://developer.hashicorp.com/consul/docs/security/acl/acl-rules">Consul: rules</a>): of a kind of thing the exact name
 * wins, else the longest beginning, and what nothing allows is denied.
 *
 * <p>Start here: {@link dev.drover.registry.access.Tokens}.
 */
@NullMarked
package dev.drover.registry.access;

import org.jspecify.annotations.NullMarked;
