/** Tests of the laboratory: its score, what it undoes, and what the doctor says of recordings that were kept. */
@NullMarked
package dev.drover.lab;

import org.jspecify.annotations.NullMarked;
