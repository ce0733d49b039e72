/**
 * What every plane must do, and what it is lent.
 *
 * <p>A plane is one of Drover's jobs (serving requests, measuring health, running processes). Planes never use each other:
 * they meet through snapshots on the board and through the ports declared here, interfaces that one plane offers and another
 * asks for. This room holds no plane and decides nothing for one.
 *
 * <p>Start here: {@link dev.drover.plane.Plane}, the contract; {@link dev.drover.plane.Conductor}, which calls it.
 */
@NullMarked
package dev.drover.plane;

import org.jspecify.annotations.NullMarked;
