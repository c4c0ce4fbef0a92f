/** The command line: what a person types, and one clear line when it cannot be done. */
@NullMarked
package dev.tributary.server.cli;

import org.jspecify.annotations.NullMarked;
