/**
 * The one who suffers: a small HTTP service with a disk part and a part that asks an upstream, in a process of its own, and the load
 * that measures how it feels.
 *
 * <p>What it feels decides whether a case counts; its numbers are never shown to the doctor.
 *
 * <p>Start here: {@link dev.drover.lab.victim.Victim}, {@link dev.drover.lab.victim.Load}.
 */
@NullMarked
package dev.drover.lab.victim;

import org.jspecify.annotations.NullMarked;
