/** Tests of the alerts of peers: each is raised by what it is for, and none by a quiet host. */
@NullMarked
package dev.drover.bench.faults.peer;

import org.jspecify.annotations.NullMarked;
