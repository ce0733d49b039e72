/** Tests of file. */
@NullMarked
package dev.drover.dns.file;

import org.jspecify.annotations.NullMarked;
