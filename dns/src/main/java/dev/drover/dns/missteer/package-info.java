/**
 * Who is sent to the wrong site. A resolver that tells nothing of its clients is answered for the place where it stands itself; here
 * requests, or pairs of resolvers and clients, are compared with what the policy would have answered the client, and entries are proposed that
 * put it right. Off the data path: it is told through bounded queues, keeps networks in tables of bounded size, and changes no answer.
 *
 * <p>Start here: {@link dev.drover.dns.missteer.Meter}, and {@link dev.drover.dns.missteer.Replay} for pairs in a file.
 */
@NullMarked
package dev.drover.dns.missteer;

import org.jspecify.annotations.NullMarked;
