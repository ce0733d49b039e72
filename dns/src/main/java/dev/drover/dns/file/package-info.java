/**
 * Declared zones into zones that can be answered from: zone files and inline records are read with every fault named by its place,
 * then judged as a whole. Nothing here touches a disk: texts come with the model.
 *
 * <p>Start here: {@link dev.drover.dns.file.ZoneFile}.
 */
@NullMarked
package dev.drover.dns.file;

import org.jspecify.annotations.NullMarked;
