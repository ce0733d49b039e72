/**
 * The admin API on loopback, always with the token. It shows and asks; the {@code Control} port does.
 */
@NullMarked
package dev.drover.admin;

import org.jspecify.annotations.NullMarked;
