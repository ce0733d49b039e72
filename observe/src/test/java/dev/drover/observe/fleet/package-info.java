/** Tests of watching other hosts: against a real sshd, against programs that only pretend, and against bytes without sense. */
@NullMarked
package dev.drover.observe.fleet;

import org.jspecify.annotations.NullMarked;
