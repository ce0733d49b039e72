/**
 * What the operator types: one class for each command, the words it prints and the code it ends with.
 *
 * <p>The only package that writes to standard output. A command that asks the running node goes through {@code NodeClient}; one
 * that needs no node reads files itself.
 *
 * <p>Start here: {@link dev.drover.command.Commands}.
 */
@NullMarked
package dev.drover.command;

import org.jspecify.annotations.NullMarked;
