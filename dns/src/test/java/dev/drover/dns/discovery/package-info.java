/** Discovery names of catalogs that tests make up. */
@NullMarked
package dev.drover.dns.discovery;

import org.jspecify.annotations.NullMarked;
