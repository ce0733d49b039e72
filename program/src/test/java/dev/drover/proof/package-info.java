/**
 * The whole program against the real thing: nginx, Node, HAProxy, curl, OpenSSL and sslscan, killed processes, broken upstreams
 * and hostile bytes. Start at {@link dev.drover.proof.DroverProcess} and {@link dev.drover.proof.OwnParserCorpusTest}.
 */
@NullMarked
package dev.drover.proof;

import org.jspecify.annotations.NullMarked;
