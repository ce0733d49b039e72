/**
 * Copies of zones: given to secondaries as a whole or by what changed (AXFR, IXFR), told of by NOTIFY, and signed where both sides know
 * a secret (TSIG). It takes what is no ordinary query off the hands of those who answer; nobody gets anything unless allowed.
 *
 * <p>Start here: {@link dev.drover.dns.transfer.Transfers}.
 */
@NullMarked
package dev.drover.dns.transfer;

import org.jspecify.annotations.NullMarked;
