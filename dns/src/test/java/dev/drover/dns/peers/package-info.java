/** The room beside other people's servers and programs. */
@NullMarked
package dev.drover.dns.peers;

import org.jspecify.annotations.NullMarked;
