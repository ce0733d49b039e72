/** Controls: busy, but nobody suffers. One small class each; none changes the machine but through its scene. */
@NullMarked
package dev.drover.lab.fault.control;

import org.jspecify.annotations.NullMarked;
