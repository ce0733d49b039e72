/** Whether the tools can be believed: what counts failures must count them exactly. */
@NullMarked
package dev.drover.testkit.http;

import org.jspecify.annotations.NullMarked;
