/**
 * TLS of both sides by BoringSSL: certificates and keys from files, read again when they change, chosen by server name; and
 * the verification of upstreams.
 *
 * <p>Start here: {@link dev.drover.wire.tls.ServerKeys} and {@link dev.drover.wire.tls.ClientTls}.
 */
@NullMarked
package dev.drover.wire.tls;

import org.jspecify.annotations.NullMarked;
