/**
 * What tests share: a ticker that a test moves, golden files, free ports. It uses no other room, and no room uses it outside of
 * tests.
 */
@NullMarked
package dev.drover.testkit;

import org.jspecify.annotations.NullMarked;
