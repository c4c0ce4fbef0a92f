/** The checks, a class a topic; each names the statements that it proves. */
@NullMarked
package dev.tributary.conformance.checks;

import org.jspecify.annotations.NullMarked;
