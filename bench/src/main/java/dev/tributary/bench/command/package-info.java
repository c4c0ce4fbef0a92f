/** The command line: each command reads its options, runs one scenario, prints and writes its result. */
@NullMarked
package dev.tributary.bench.command;

import org.jspecify.annotations.NullMarked;
