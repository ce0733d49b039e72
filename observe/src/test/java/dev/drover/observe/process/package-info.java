/** Tests of portraits of processes: real bytes of files, whole fake processes, and any bytes at all. */
@NullMarked
package dev.drover.observe.process;

import org.jspecify.annotations.NullMarked;
