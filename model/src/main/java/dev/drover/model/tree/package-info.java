/**
 * YAML text read into a small tree in which every value knows its place. It knows no key of Drover.
 *
 * <p>Hostile text is refused, never expanded: size, depth and number of values are bounded, anchors, aliases and tags are
 * answered with a problem.
 *
 * <p>Start here: {@link dev.drover.model.tree.YamlText}.
 */
@NullMarked
package dev.drover.model.tree;

import org.jspecify.annotations.NullMarked;
